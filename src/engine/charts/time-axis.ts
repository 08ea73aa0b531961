import { type ChartGrain, chartGrains } from '../../shared/charts.ts'
import { calendarBounds, monthOf } from '../profile/calendar-bins.ts'
import { temporalLineOf, writeMoment } from '../profile/temporal-line.ts'
import type { TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { quoteText } from '../sql-text.ts'
import { type Axis, isTimeOfDay } from './axis.ts'

/** The least and the greatest moment in microseconds since 1970 or midnight, NaN without any. */
export type TimeSpread = { min: number; max: number; count: number }

const micros = { second: 1e6, minute: 6e7, hour: 3.6e9, day: 8.64e10, week: 6.048e11 }
const months = { month: 1, quarter: 3, year: 12 }
const daysPerMonth = 30.436875
const mostPeriods = 5000

/** The finest grain that makes at most so many periods, and no more than there are moments. */
export function autoGrain(spread: TimeSpread, most: number): ChartGrain {
  const limit = Math.min(most, Math.max(12, spread.count))
  return chartGrains.find((grain) => periodCount(spread, grain) <= limit) ?? 'year'
}

/** Periods of the calendar; those without rows stand among them. Throws `QuestionError` for too many. */
export function periodAxis(column: TableColumn, spread: TimeSpread, grain: ChartGrain, path: string): Axis {
  const count = periodCount(spread, grain)
  if (count > mostPeriods) {
    const coarser = autoGrain({ ...spread, count: mostPeriods }, mostPeriods)
    throw new QuestionError(
      path,
      `By ${grain} there are ${Math.round(count).toLocaleString('en-US')} periods, which is too many to draw. Take ${coarser}, or narrow the filter.`,
    )
  }
  const isDay = chartGrains.indexOf(grain) >= chartGrains.indexOf('day')
  const type = isDay ? 'DATE' : /WITH TIME ZONE$/.test(column.sql_type) ? 'TIMESTAMPTZ' : 'TIMESTAMP'
  const step = `INTERVAL ${grain === 'quarter' ? '3 MONTH' : `1 ${grain.toUpperCase()}`}`
  const begin = (place: number) => `date_trunc('${grain}', ${timestamp(place)})`
  return {
    column,
    key: `date_trunc('${grain}', ${column.sql}::TIMESTAMP)`,
    show: (key) => [{ sql: type === 'TIMESTAMP' ? key : `${key}::${type}`, name: column.name, isEnd: false }],
    every: spread.count > 0 ? `range(${begin(spread.min)}, ${begin(spread.max)} + ${step}, ${step})` : undefined,
    isOrdered: true,
    binning: { by: 'grain', width: null, grain, count: 0 },
    grain,
  }
}

function periodCount({ min, max, count }: TimeSpread, grain: ChartGrain): number {
  if (count === 0) return 0
  const length =
    grain in micros
      ? micros[grain as keyof typeof micros]
      : months[grain as keyof typeof months] * daysPerMonth * micros.day
  return (max - min) / length + 1
}

/** A moment as SQL, in whole microseconds. */
function timestamp(place: number): string {
  return `make_timestamp(${BigInt(place)})`
}

/** Bins that begin on whole units of the calendar, as those of the profile; with `most`, about so many. */
export function calendarAxis(column: TableColumn, { min, max, count }: TimeSpread, most: number | undefined): Axis {
  const line = temporalLineOf(column.sql_type)
  const perMicro = line.perDay / micros.day
  const [from, to] = count === 0 ? [0, 0] : [Math.floor(min * perMicro), Math.floor(max * perMicro)]
  const end = line.isTimeOfDay ? line.perDay : undefined
  const bounds = calendarBounds(from, to, line.perDay, end, most)
  const texts = bounds.map((bound) => quoteText(writeMoment(line, BigInt(bound))))
  const list = `[${texts.join(', ')}]::${column.sql_type}[]`
  const last = bounds.length - 2
  return {
    column,
    key: `least(${binSql(column, bounds, line.perDay)}, ${last})`,
    show: (bin) => [
      { sql: `(${list})[${bin} + 1]`, name: `${column.name} from`, isEnd: false },
      { sql: `(${list})[${bin} + 2]`, name: `${column.name} to`, isEnd: true },
    ],
    every: `range(0, ${last + 1})`,
    isOrdered: true,
    binning: { by: 'calendar', width: widthOf(bounds, line.perDay), grain: null, count: last + 1 },
  }
}

/** The number of a moment's bin: bins are equally long, or a whole number of months. */
function binSql(column: TableColumn, bounds: number[], perDay: number): string {
  const [first = 0, second = first] = bounds
  if (bounds.length <= 2) return '0'
  const units = temporalLineOf(column.sql_type).units(column.sql)
  const width = second - first
  const isEven = bounds.slice(0, -1).every((bound, index) => bound === first + index * width)
  if (isEven && !isWholeMonths(bounds, perDay)) return `(${units} - ${first}) // ${width}`
  const length = monthOf(second / perDay) - monthOf(first / perDay)
  const day = isTimeOfDay(column) ? column.sql : `${column.sql}::TIMESTAMP`
  return `date_diff('month', ${timestamp((first / perDay) * micros.day)}, ${day}) // ${length}`
}

function isWholeMonths(bounds: number[], perDay: number): boolean {
  return bounds.length > 2 && (bounds[1] as number) - (bounds[0] as number) >= 28 * perDay
}

function widthOf([first = 0, second = first]: number[], perDay: number): number | null {
  return second > first && second - first < 28 * perDay ? (second - first) / perDay : null
}
