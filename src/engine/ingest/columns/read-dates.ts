import type { ClassCount } from './class-counts.ts'
import { formatOfSkeleton, formatOfTime } from './date-shapes.ts'
import type { Reading } from './reading.ts'

/** Which of day, month and year comes first in a date made of numbers. */
export type DateOrder = 'd' | 'm' | 'y'

/** The orders in which all these dates parse. */
export function commonOrders(values: ClassCount[]): DateOrder[] {
  const orders = values.map(({ form }) => (form.split('|')[0] ?? '').slice(1))
  return (['d', 'm', 'y'] as const).filter((order) => orders.every((all) => all.includes(order)))
}

/** How dates made of numbers are read in this order. */
export function orderedReading(values: ClassCount[], order: DateOrder): Reading {
  const formats = new Set<string>()
  let hasTime = false
  const byYear = values.toSorted((a, b) => Number(a.form[0] === 'Y') - Number(b.form[0] === 'Y'))
  for (const { form } of byYear) {
    const [orders = '', skeleton = ''] = form.split('|')
    formats.add(formatOfSkeleton(skeleton, order, orders[0] === 'y' ? 'y' : 'Y'))
    hasTime ||= skeleton.includes(':')
  }
  return { id: hasTime ? 'timestamp' : 'date', format: [...formats].join('|') }
}

/**
 * Whether years of two digits leave it open what the dates are: some may be of either century in this order, or they
 * stand between hyphens or points in several orders, as codes and versions do, or with the month first between points,
 * which nobody writes.
 */
export function isDoubtful(values: ClassCount[], order: DateOrder, orders: DateOrder[]): boolean {
  return values.some(({ form, isDoubtfulFirst, isDoubtfulLast }) => {
    if (!form.startsWith('y')) return false
    const isLikeCode = !form.includes('/') && (orders.length > 1 || (order === 'm' && form.includes('.')))
    return isLikeCode || (order === 'y' ? isDoubtfulFirst : isDoubtfulLast)
  })
}

/** The order that dates tell by themselves where both parse: the first day of one month after the other. */
export function orderByFirsts(values: ClassCount[]): DateOrder | undefined {
  const at = (index: number, pick: (...numbers: number[]) => number) =>
    pick(...values.map(({ parts }) => parts[index] as number))
  const [first, second] = [
    { least: at(0, Math.min), most: at(1, Math.max) },
    { least: at(2, Math.min), most: at(3, Math.max) },
  ]
  if (first.most === 1 && second.most > second.least) return 'd'
  if (second.most === 1 && first.most > first.least) return 'm'
  return undefined
}

/** How dates with the names of months are read; undefined where only some have a zone. */
export function namedReading(values: ClassCount[]): Reading | undefined {
  const times = values.map(({ form }) => form.split('|')[1] ?? '')
  const zoned = times.filter((time) => time.endsWith('z')).length
  if (zoned > 0 && zoned < times.length) return undefined
  const orders = { d: '%d %B %', m: '%B %d, %', y: '%' }
  const formats = new Set(
    values.map(({ form }) => {
      const date = `${orders[form[0] as DateOrder]}${form[1]}${form[0] === 'y' ? ' %B %d' : ''}`
      const time = form.split('|')[1] ?? ''
      return time === '' ? date : `${date} ${clockOf(time)}`
    }),
  )
  const format = [...formats].join('|')
  if (zoned > 0) return { id: 'timestamp_zone', format }
  return { id: times.some((time) => time !== '') ? 'timestamp' : 'date', format }
}

function clockOf(time: string): string {
  const zone = time.endsWith('z') ? ' %z' : ''
  const clock = time.replace(/z$/, '').replace(/P$/, ' P')
  return `${formatOfTime(clock)}${zone}`
}

/** Whether dates with names of months have years of two digits that may be of either century. */
export function isNamedDoubtful(values: ClassCount[]): boolean {
  return values.some(({ form, isDoubtfulLast }) => form[1] === 'y' && isDoubtfulLast)
}

/** How times of day are read. */
export function timeReading(values: ClassCount[]): Reading | undefined {
  const halfDays = values.filter(({ form }) => form !== '')
  if (halfDays.length === 0) return { id: 'time' }
  if (halfDays.length < values.length) return undefined
  return { id: 'time', format: [...new Set(halfDays.map(({ form }) => formatOfTime(form)))].join('|') }
}
