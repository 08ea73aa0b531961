import { isoValue } from '../iso-value.ts'
import { generalFormat, type NumberFormat } from '../number-format.ts'
import { numberValue } from '../number-value.ts'
import { durationTime } from '../serial-date.ts'
import type { CellValue } from '../workbook.ts'

const errors = /^(?:#(?:N\/A|REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3})$/

/** The value of a cell from its attributes and the text that is shown in it; undefined when it has none. */
export function odsValue(attributes: Record<string, string>, text: string, hasText: boolean): CellValue | undefined {
  const of = (name: string) => attributes[`office:${name}`] ?? attributes[`table:${name}`]
  const format: NumberFormat = generalFormat
  if (attributes['calcext:value-type'] === 'error') return { kind: 'error', text: text || '#VALUE!', format }
  switch (of('value-type')) {
    case 'float':
      return number(of('value'), format)
    case 'percentage':
      return number(of('value'), { kind: 'percent' })
    case 'currency':
      return number(of('value'), { kind: 'currency', currency: of('currency') ?? null })
    case 'date':
      return isoValue(of('date-value') ?? '', format)
    case 'time':
      return durationOf(of('time-value') ?? '', format)
    case 'boolean':
      return { kind: 'boolean', text: of('boolean-value') === 'true' ? 'TRUE' : 'FALSE', format }
    case 'string': {
      const value = of('string-value') ?? text
      const isFormula = attributes['table:formula'] !== undefined
      return isFormula && errors.test(value)
        ? { kind: 'error', text: value, format }
        : { kind: 'text', text: value, format }
    }
    default:
      return hasText && text !== '' ? { kind: 'text', text, format } : undefined
  }
}

function number(written: string | undefined, format: NumberFormat): CellValue | undefined {
  if (written === undefined || written.trim() === '') return undefined
  const value = Number(written)
  return Number.isNaN(value)
    ? { kind: 'text', text: written, format }
    : numberValue(value, format, 1900, written.trim())
}

const duration = /^(-)?P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/

/** A time as `PT06H30M00.5S`, which may go over a day; what is no such time stays as it is written. */
function durationOf(written: string, format: NumberFormat): CellValue | undefined {
  if (written === '') return undefined
  const match = duration.exec(written)
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = match ?? []
  const total =
    Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(String(seconds).replace(',', '.'))
  const time = match ? durationTime(((sign ? -1 : 1) * total) / 86_400) : undefined
  return time ? { ...time, format } : { kind: 'text', text: written, format }
}
