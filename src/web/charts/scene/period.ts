import type { ChartGrain } from '../../../shared/charts.ts'
import { millisecondsOf } from '../../../shared/data-time.ts'

const lengths: Partial<Record<ChartGrain, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
}
const months: Partial<Record<ChartGrain, number>> = { month: 1, quarter: 3, year: 12 }

/** Where the period that begins at a moment ends, both in milliseconds on the line of the data's own times. */
export const periodEnd = (begin: number, grain: ChartGrain): number => {
  const length = lengths[grain]
  if (length !== undefined) return begin + length
  const date = new Date(begin)
  date.setUTCMonth(date.getUTCMonth() + (months[grain] ?? 1))
  return date.getTime()
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0')

/** A moment on the line of the data's own times, written as `sample`, a value of the same column, is written. */
export const momentText = (milliseconds: number, sample: string): string => {
  const date = new Date(milliseconds)
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
  const fraction = date.getUTCMilliseconds() === 0 ? '' : `.${pad(date.getUTCMilliseconds(), 3)}`
  if (/^\d{2}:/.test(sample)) return `${clock}${fraction}`
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
  if (!/[T ]\d{2}:/.test(sample)) return day
  return `${day}T${clock}${fraction}${/Z$|[+-]\d{2}(:?\d{2})?$/.exec(sample)?.[0] ?? ''}`
}

/** A period in words: `2024`, `2024 Q2`, `2024-03`, `week of 2024-03-04`, `2024-03-04 13:00`. */
export const periodText = (begin: string, grain: ChartGrain): string => {
  const at = millisecondsOf(begin)
  if (!Number.isFinite(at)) return begin
  const date = new Date(at)
  const year = pad(date.getUTCFullYear(), 4)
  const month = date.getUTCMonth()
  const day = `${year}-${pad(month + 1)}-${pad(date.getUTCDate())}`
  if (grain === 'year') return year
  if (grain === 'quarter') return `${year} Q${month / 3 + 1}`
  if (grain === 'month') return `${year}-${pad(month + 1)}`
  if (grain === 'week') return `week of ${day}`
  if (grain === 'day') return day
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
  const time = grain === 'second' ? `${clock}:${pad(date.getUTCSeconds())}` : clock
  return /^\d{2}:/.test(begin) ? time : `${day} ${time}`
}
