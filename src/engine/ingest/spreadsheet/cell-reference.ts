import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { MergedCells } from './workbook.ts'

/** The number of columns and of rows that a sheet can have: the last cell is XFD1048576. */
export const sheetLimits = { columns: 16_384, rows: 1_048_576 }

/** A sheet with a row or cell that none has. */
export function beyondSheet(part: string, place: string): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    `The part "${part.slice(0, 100)}" of this workbook has a ${place}, which no sheet has. Save it again in Excel and drop it here.`,
  )
}

/** The 0-based column of a reference such as `AB12`; undefined when it does not begin with a column of a sheet. */
export function columnOf(reference: string): number | undefined {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = (reference.charCodeAt(at) | 32) - 96
    if (letter < 1 || letter > 26) return at > 0 ? column - 1 : undefined
    column = column * 26 + letter
    if (column > sheetLimits.columns) return undefined
  }
  return column > 0 ? column - 1 : undefined
}

/** The cells of a reference such as `B3:H200`, `$B$3:$H$200` or `B3`; undefined when it is none of a sheet. */
export function cellsOf(reference: string): MergedCells | undefined {
  const [, from = '', top, to = from, bottom = top] =
    /^([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?$/i.exec(reference.replaceAll('$', '')) ?? []
  const [left, right] = [columnOf(from), columnOf(to)]
  if (left === undefined || right === undefined || left >= sheetLimits.columns || right >= sheetLimits.columns) {
    return undefined
  }
  const rows = [Number(top), Number(bottom)]
  if (rows.some((row) => row > sheetLimits.rows)) return undefined
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(left, right),
    right: Math.max(left, right),
  }
}

/** The letters of a 0-based column: `A`, ..., `Z`, `AA`, ... */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return (rest < 0 ? '' : columnLetters(rest)) + String.fromCharCode(65 + (column % 26))
}
