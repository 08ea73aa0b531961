/** The name a table file cannot have for a column: it is the number of the row, which every answer needs. */
const reserved = ['file_row_number']

/**
 * The names of the columns of a table from the names its source gives: kept as they are, where that is possible. An
 * empty one becomes `column_3` (counted from 1); of several that differ at most in case the later ones get `_2`, `_3`;
 * a NUL becomes U+FFFD.
 */
export function columnNames(sourceNames: (string | null)[], width = sourceNames.length): string[] {
  const taken = new Set(reserved)
  for (const name of sourceNames) if (name !== null) taken.add(`source:${fold(name)}`)
  const used = new Set(reserved)
  const names: string[] = []
  for (let index = 0; index < width; index++) {
    const given = (sourceNames[index] ?? '').replaceAll('\0', '\ufffd')
    const base = given.trim() === '' ? `column_${index + 1}` : given
    let name = base
    for (let n = 2; used.has(fold(name)) || (name !== given && taken.has(`source:${fold(name)}`)); n++)
      name = `${base}_${n}`
    used.add(fold(name))
    names.push(name)
  }
  return names
}

function fold(name: string): string {
  return name.toLowerCase()
}
