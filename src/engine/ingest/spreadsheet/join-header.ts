import type { MergedCells, SheetRow } from './workbook.ts'

/**
 * The names of the columns from the rows of a header, joined by a blank from top to bottom. A name in merged cells is
 * that of all their columns; where no cells are merged, the name of a group belongs to the empty cells after it too.
 */
export function joinHeader(rows: SheetRow[], columns: number[], merged: MergedCells[]): Map<number, string> {
  const spread = rows.map((row, index) =>
    namesOf(row, columns, merged, index < rows.length - 1 ? rows[index + 1] : undefined),
  )
  const names = new Map<number, string>()
  for (const column of columns) {
    const parts = spread.map((row) => row.get(column)?.trim() ?? '').filter((part) => part !== '')
    const distinct = parts.filter((part, index) => part !== parts[index - 1])
    const [only] = spread
    if (rows.length === 1 && only?.has(column)) names.set(column, only.get(column) as string)
    else if (distinct.length > 0) names.set(column, distinct.join(' '))
  }
  return names
}

function namesOf(
  { number, cells }: SheetRow,
  columns: number[],
  merged: MergedCells[],
  below: SheetRow | undefined,
): Map<number, string> {
  const names = new Map(cells.map(({ column, text }) => [column, text]))
  const own = merged.filter(({ top, bottom }) => top <= number && number <= bottom)
  for (const { top, left, right } of own) {
    const name = top === number ? names.get(left) : undefined
    if (name === undefined) continue
    for (const column of columns) if (column > left && column <= right) names.set(column, name)
  }
  if (own.length > 0 || !below || cells.length === columns.length) return names
  let group: string | undefined
  for (const column of columns) {
    const name = names.get(column)
    if (name !== undefined) group = name
    else if (group !== undefined && below.cells.some((cell) => cell.column === column)) names.set(column, group)
  }
  return names
}
