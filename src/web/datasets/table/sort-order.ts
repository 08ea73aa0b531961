/** One key of a sort: rows stand by the first key, then by the next; nulls always last. */
export type SortKey = { column: string; descending: boolean }

const written = ({ column, descending }: SortKey) =>
  descending ? `-${column}` : /^[-+]/.test(column) ? `+${column}` : column

const read = (text: string): SortKey =>
  /^[-+]/.test(text) ? { column: text.slice(1), descending: text.startsWith('-') } : { column: text, descending: false }

/** The `sort` parameter of the API: comma-separated, or a JSON list where a name holds a comma or begins like one. */
export const writeSort = (keys: SortKey[]): string => {
  const names = keys.map(written)
  return names.some((name) => name.includes(',') || name.startsWith('[')) ? JSON.stringify(names) : names.join(',')
}

export const readSort = (text: string): SortKey[] => {
  if (!text.startsWith('['))
    return text
      .split(',')
      .filter((name) => !/^[-+]?$/.test(name))
      .map(read)
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string' && name !== '').map(read) : []
  } catch {
    return []
  }
}

/**
 * The sort after a press on a column's header: up, then down, then as in the file. With `add` the other keys stay and
 * the column becomes a further one.
 */
export const pressSort = (keys: SortKey[], column: string, add: boolean): SortKey[] => {
  const present = keys.find((key) => key.column === column)
  const next =
    present === undefined
      ? { column, descending: false }
      : present.descending
        ? undefined
        : { column, descending: true }
  if (!add)
    return next === undefined ? [] : keys.length > 1 && present !== undefined ? [{ column, descending: false }] : [next]
  if (present === undefined) return [...keys, { column, descending: false }]
  return keys.flatMap((key) => (key.column !== column ? [key] : next === undefined ? [] : [next]))
}
