import type { NumberFormat } from './number-format.ts'
import type { CellValue } from './workbook.ts'

const isoDay = String.raw`\d{4}-\d\d-\d\d`
const isoClock = String.raw`\d\d:\d\d(?::\d\d(?:\.\d+)?)?`
const dayOnly = new RegExp(`^${isoDay}Z?$`)
const isoTime = new RegExp(`^(?:(${isoDay})T)?(${isoClock})Z?$`)

/** The value of a cell whose date or time is written in ISO form; undefined when nothing is written. */
export function isoValue(text: string, format: NumberFormat): CellValue | undefined {
  if (text === '') return undefined
  if (dayOnly.test(text)) return { kind: 'date', text: text.slice(0, 10), format }
  const [, day, clock] = isoTime.exec(text) ?? []
  if (clock === undefined) return { kind: 'text', text, format }
  const time = (clock.length === 5 ? `${clock}:00` : clock).replace(/(\.\d{6})\d+$/, '$1').replace(/\.0+$/, '')
  if (day === undefined) return { kind: 'time', text: time, format }
  if (format.kind === 'date' && time === '00:00:00') return { kind: 'date', text: day, format }
  return { kind: 'datetime', text: `${day}T${time}`, format }
}
