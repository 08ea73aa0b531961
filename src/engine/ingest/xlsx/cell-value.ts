import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { withoutEscapes } from './cell-text.ts'
import { generalFormat, type NumberFormat } from './number-format.ts'
import { durationTime, serialTime } from './serial-date.ts'
import type { TextStore } from './text-store.ts'

/** What a cell holds. */
export type CellKind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'time' | 'duration' | 'error'

/**
 * The value of a cell as text: numbers with all the digits of their double, booleans as `TRUE` and `FALSE`, dates and
 * times in ISO form without zone, durations as hours:minutes:seconds, errors as Excel shows them.
 */
export type CellValue = { kind: CellKind; text: string; format: NumberFormat }

/** What the cells of a workbook are read with. */
export type CellContext = { styles: NumberFormat[]; strings: TextStore; epoch: 1900 | 1904 }

/**
 * The value of a cell from its type attribute, its style and the text in it; undefined when it has none. A formula has
 * the value that was stored with it.
 */
export function cellValue(
  type: string | undefined,
  style: string | undefined,
  text: string,
  { styles, strings, epoch }: CellContext,
): CellValue | undefined {
  const format = (style === undefined ? undefined : styles[Number(style)]) ?? generalFormat
  switch (type) {
    case 's':
      return text === '' ? undefined : { kind: 'text', text: sharedText(strings, text), format }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: withoutEscapes(text), format }
    case 'b':
      return text === ''
        ? undefined
        : { kind: 'boolean', text: /^(1|true)$/i.test(text.trim()) ? 'TRUE' : 'FALSE', format }
    case 'e':
      return { kind: 'error', text: text.trim() || '#VALUE!', format }
    case 'd':
      return isoValue(text.trim(), format)
    default:
      return numberValue(text.trim(), format, epoch)
  }
}

function sharedText(strings: TextStore, index: string): string {
  const text = strings.get(Number(index))
  if (text !== undefined) return text
  throw new UnreadableFileError(
    'corrupt_file',
    'A cell of this workbook refers to a text that it does not have. Open it in Excel, save it again and drop it here.',
  )
}

function numberValue(written: string, format: NumberFormat, epoch: 1900 | 1904): CellValue | undefined {
  if (written === '') return undefined
  const number = Number(written)
  if (Number.isNaN(number)) return { kind: 'text', text: written, format }
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
  return !Number.isSafeInteger(number) && /^-?\d+$/.test(written) ? written : String(number)
}

const isoDay = String.raw`\d{4}-\d\d-\d\d`
const isoClock = String.raw`\d\d:\d\d(?::\d\d(?:\.\d+)?)?`
const isoTime = new RegExp(`^(?:(${isoDay})T)?(${isoClock})$`)

/** Cells of strict workbooks, whose dates are written as such. */
function isoValue(text: string, format: NumberFormat): CellValue | undefined {
  if (text === '') return undefined
  if (new RegExp(`^${isoDay}$`).test(text)) return { kind: 'date', text, format }
  const [, day, clock] = isoTime.exec(text) ?? []
  if (clock === undefined) return { kind: 'text', text, format }
  const time = (clock.length === 5 ? `${clock}:00` : clock).replace(/\.0+$/, '')
  if (day === undefined) return { kind: 'time', text: time, format }
  if (format.kind === 'date' && time === '00:00:00') return { kind: 'date', text: day, format }
  return { kind: 'datetime', text: `${day}T${time}`, format }
}
