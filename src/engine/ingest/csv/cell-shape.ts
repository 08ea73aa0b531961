/** What a cell looks like at a glance; good enough to tell dialects and headers apart, not to decide a type. */
export type CellShape = 'empty' | 'number' | 'time' | 'flag' | 'text'

const number = /^[-+(]?\s?[$€£¥]?\s?\d[\d ,.'’]*(?:[eE][-+]?\d+)?\s?[%$€£¥)]?$|^[-+]?[.,]\d+$/
const time =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?$|^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const flag = /^(?:true|false|yes|no)$/i

/** The shape of one cell; blanks around it do not count. */
export function cellShape(cell: string | null): CellShape {
  const trimmed = cell?.trim() ?? ''
  if (trimmed === '') return 'empty'
  if (time.test(trimmed)) return 'time'
  if (number.test(trimmed)) return 'number'
  return flag.test(trimmed) ? 'flag' : 'text'
}
