import { cellShape } from './cell-shape.ts'
import type { Field } from './collect-records.ts'

/**
 * Whether the first column names the rows and has no name itself, as R writes its tables: each row has one value more than
 * there are names, none of them empty at its ends, and the first ones are texts that differ, or count the rows.
 */
export function haveRowNames(names: Field[], body: Field[][], width: number): boolean {
  if (width < 3 || body.length < 2 || names.length !== width - 1) return false
  if (!names.every(isText) || !body.every((row) => row.length === width && !isEmpty(row[width - 1]))) return false
  const first = body.map(([name]) => name ?? null)
  if (first.every((name, index) => name === String(index + 1))) return true
  return first.every(isText) && new Set(first).size === first.length
}

const isText = (field: Field) => cellShape(field) === 'text'
const isEmpty = (field: Field | undefined) => cellShape(field ?? null) === 'empty'
