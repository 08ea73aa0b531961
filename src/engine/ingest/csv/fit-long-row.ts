import type { Field } from './collect-records.ts'
import { type ColumnLook, fitOfRow } from './column-looks.ts'

/**
 * Which of the fields of a row that is too long are its columns, by their indices; `surplus` are the ones that are left
 * over and hold something.
 */
export type FittedRow = { fields: number[]; surplus: number[] }

const mostTakenOut = 3

/**
 * Fits a long row into its columns. Empty fields are taken out where that makes every value fit its column; else empty
 * ones at the end are dropped; else the first fields are the row and the rest is surplus.
 */
export function fitLongRow(fields: Field[], columns: ColumnLook[]): FittedRow {
  const width = columns.length
  const all = fields.map((_, index) => index)
  const excess = fields.length - width
  if (excess <= mostTakenOut) {
    const fitting = takeOut(all, excess, fields, columns)
    if (fitting) return { fields: fitting, surplus: [] }
  }
  return { fields: all.slice(0, width), surplus: all.slice(width).filter((index) => !isEmpty(fields[index])) }
}

/** The best of the rows that are left when so many empty fields go and every other one fits; the last of equals. */
function takeOut(
  left: number[],
  excess: number,
  fields: Field[],
  columns: ColumnLook[],
  from = 0,
): number[] | undefined {
  if (excess === 0) {
    const cells = left.map((index) => fields[index] ?? null)
    return fitOfRow(cells, columns) === undefined ? undefined : left
  }
  let best: number[] | undefined
  let bestFit = Number.NEGATIVE_INFINITY
  for (let at = from; at < left.length; at++) {
    if (!isEmpty(fields[left[at] as number])) continue
    const found = takeOut(left.toSpliced(at, 1), excess - 1, fields, columns, at)
    if (!found) continue
    const cells = found.map((index) => fields[index] ?? null)
    const fit = fitOfRow(cells, columns) ?? Number.NEGATIVE_INFINITY
    if (fit >= bestFit) {
      best = found
      bestFit = fit
    }
  }
  return best
}

function isEmpty(field: Field | undefined): boolean {
  return field === null || field === undefined || field.trim() === ''
}
