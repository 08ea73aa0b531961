import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { isoValue } from '../iso-value.ts'
import { generalFormat, type NumberFormat } from '../number-format.ts'
import { numberValue } from '../number-value.ts'
import type { TextStore } from '../text-store.ts'
import type { CellValue } from '../workbook.ts'
import { withoutEscapes } from './cell-text.ts'

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
      return writtenNumber(text.trim(), format, epoch)
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

function writtenNumber(written: string, format: NumberFormat, epoch: 1900 | 1904): CellValue | undefined {
  if (written === '') return undefined
  const number = Number(written)
  return Number.isNaN(number) ? { kind: 'text', text: written, format } : numberValue(number, format, epoch, written)
}
