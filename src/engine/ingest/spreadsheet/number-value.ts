import type { NumberFormat } from './number-format.ts'
import { durationTime, serialTime } from './serial-date.ts'
import type { CellValue } from './workbook.ts'

/** The value of a cell that stores a number: a date or time where its format shows one. `written` is how the file has it. */
export function numberValue(
  number: number,
  format: NumberFormat,
  epoch: 1900 | 1904,
  written: string = String(number),
): CellValue {
  const time = timeOf(number, format, epoch)
  return time ? { ...time, format } : { kind: 'number', text: numberText(written, number), format }
}

function timeOf(number: number, format: NumberFormat, epoch: 1900 | 1904) {
  if (format.kind === 'duration') return durationTime(number)
  if (format.kind !== 'date' && format.kind !== 'datetime' && format.kind !== 'time') return undefined
  return serialTime(number, epoch, format.kind === 'date')
}

/** Excel writes 0.1 with 17 digits; whole numbers that other programs write beyond 2^53 keep theirs. */
function numberText(written: string, number: number): string {
  if (Number.isSafeInteger(number)) return String(number === 0 ? 0 : number)
  return /^-?\d+$/.test(written) ? written : String(number)
}
