import { readNames, writeNames } from '../../../shared/name-list.ts'

/** One key of a sort: rows stand by the first key, then by the next; nulls always last. */
export type SortKey = { column: string; descending: boolean }

const written = ({ column, descending }: SortKey) =>
  descending ? `-${column}` : /^[-+]/.test(column) ? `+${column}` : column

const read = (text: string): SortKey =>
  /^[-+]/.test(text) ? { column: text.slice(1), descending: text.startsWith('-') } : { column: text, descending: false }

/** The `sort` parameter of the API: comma-separated, or a JSON list where a name holds a comma or begins like one. */
export const writeSort = (keys: SortKey[]): string => writeNames(keys.map(written))

export const readSort = (text: string): SortKey[] =>
  readNames(text)
    .filter((name) => !/^[-+]$/.test(name))
    .map(read)

/** The keys of a sort that are columns of a table, each once, and those that are not. */
export const knownKeys = (keys: SortKey[], names: string[]): { sort: SortKey[]; unknown: string[] } => {
  const known = new Set(names)
  return {
    sort: keys.filter(({ column }, at) => known.has(column) && keys.findIndex((key) => key.column === column) === at),
    unknown: keys.flatMap(({ column }) => (known.has(column) ? [] : column)),
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
