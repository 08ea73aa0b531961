import { cellShape } from './cell-shape.ts'
import type { Field } from './collect-records.ts'

/** What a cell looks like, finer than its shape: enough to see that it stands in the wrong column. */
type CellLook = 'empty' | 'number' | 'time' | 'flag' | 'address' | 'code' | 'word' | 'words' | 'sentence'

/** How often each look was seen in one column of a sample. */
export type ColumnLook = Partial<Record<CellLook, number>>

const longestWords = 40

function lookOf(cell: Field): CellLook {
  const shape = cellShape(cell)
  if (shape !== 'text') return shape
  const text = (cell as string).trim()
  if (/^(https?:\/\/|www\.)\S+$|^\S+@\S+\.\S+$/.test(text)) return 'address'
  if (!/\s/.test(text)) return /\d/.test(text) ? 'code' : 'word'
  return text.length > longestWords ? 'sentence' : 'words'
}

/** The looks of every column of the rows that are exactly as wide as the table. */
export function columnLooks(rows: Field[][], width: number): ColumnLook[] {
  const looks: ColumnLook[] = Array.from({ length: width }, () => ({}))
  for (const row of rows) {
    if (row.length !== width) continue
    for (const [index, look] of looks.entries()) {
      const found = lookOf(row[index] ?? null)
      look[found] = (look[found] ?? 0) + 1
    }
  }
  return looks
}

/** Words, and how many of them, differ from cell to cell in a column of text. */
const alike: CellLook[][] = [
  ['word', 'words', 'sentence'],
  ['code', 'word'],
]

/**
 * How well a cell goes with what was seen in its column: the logarithm of a likelihood, or undefined when nothing like
 * it was seen there.
 */
export function fitOf(cell: Field, column: ColumnLook | undefined): number | undefined {
  const look = lookOf(cell)
  const counts = Object.values(column ?? {})
  const total = counts.reduce((sum, count) => sum + count, 0)
  const seen = column?.[look] ?? 0
  if (seen > 0) return Math.log(seen / total)
  const related = alike.some((looks) => looks.includes(look) && looks.some((other) => (column?.[other] ?? 0) > 0))
  return related ? Math.log(0.5 / (total + 1)) : undefined
}

/** How well a whole row goes with its columns; undefined when one of its cells does not fit. */
export function fitOfRow(cells: Field[], columns: ColumnLook[]): number | undefined {
  let sum = 0
  for (const [index, column] of columns.entries()) {
    const fit = fitOf(cells[index] ?? null, column)
    if (fit === undefined) return undefined
    sum += fit
  }
  return sum
}
