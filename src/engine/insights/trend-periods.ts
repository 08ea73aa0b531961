import { type TrendGrain, trendGrains } from '../../shared/statistics.ts'

const daysOf: Record<TrendGrain, number> = { day: 1, week: 7, month: 30.44, quarter: 91.31, year: 365.25 }

/** The most points that the chart of a trend has. */
export const mostPoints = 24

/** The coarsest period of which the days of some rows hold at least so many. */
export function grainOf(days: Float64Array, fewest: number): TrendGrain | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const day of days) {
    if (day < first) first = day
    if (day > last) last = day
  }
  return [...trendGrains].reverse().find((grain) => (last - first) / daysOf[grain] >= fewest)
}

/** A period as a sentence says it, from its first day. */
export function periodText(day: string, grain: TrendGrain): string {
  const [year, month] = day.split('-')
  if (grain === 'year') return String(year)
  if (grain === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
  return grain === 'month' ? `${year}-${month}` : grain === 'week' ? `the week of ${day}` : day
}

/** Some of many points, evenly spread, the last one among them. */
export function fewOf<T>(points: T[]): T[] {
  const every = Math.ceil((points.length - 1) / (mostPoints - 1))
  return points.filter((one, place) => place % every === 0 || one === points.at(-1)).slice(-mostPoints)
}
