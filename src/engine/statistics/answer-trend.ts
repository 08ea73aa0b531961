import type { Trend, TrendGrain } from '../../shared/statistics.ts'
import type { Table } from '../query/open-table.ts'
import { type ChosenTrend, chooseTrend } from './choose-trend.ts'
import { mannKendall, theilSen } from './mann-kendall.ts'
import { finiteSql, type Subset, subsetOf } from './read-numbers.ts'
import { regress } from './simple-regression.ts'
import type { TrendQuestion } from './statistics-question.ts'

type Point = Trend['points'][number]

const msPerDay = 86_400_000
const significance = 0.01
const fewestPoints = 8
const mostGaps = 1000

/** How a value moves over time: one point for each period that has rows, and what the points say. */
export async function answerTrend(table: Table, question: TrendQuestion, signal?: AbortSignal): Promise<Trend> {
  const subset = await subsetOf(table, question.filter, signal)
  const chosen = await chooseTrend(table, question, subset, signal)
  const points = await readPoints(table, chosen, subset, signal)
  const known = points.filter((point): point is Point & { value: number } => point.value !== null)
  const start = Date.parse(known[0]?.t ?? '')
  const x = Float64Array.from(known, ({ t }) => Math.round((Date.parse(t) - start) / msPerDay))
  const y = Float64Array.from(known, ({ value }) => value)
  const { slope, intercept, slope_se, r_squared, p_value, n } = regress(x, y)
  const robust = theilSen(x, y)
  const test = mannKendall(x, y)
  return {
    date: chosen.date.name,
    value: chosen.value?.name ?? null,
    grain: chosen.grain,
    aggregate: chosen.aggregate,
    chosen_because: chosen.because,
    points,
    linear: { slope, slope_unit: 'day', intercept, slope_se, r_squared, p_value, n },
    theil_sen: { slope: robust.slope, ci_low: robust.low, ci_high: robust.high, n: robust.n },
    mann_kendall: test,
    direction: directionOf(test, robust.slope, n),
    growth: growthOf(y),
    moving_averages: windowsOf[chosen.grain].flatMap((window) => movingAverage(known, window)),
    gaps: gapsOf(points, chosen.grain),
  }
}

async function readPoints(
  table: Table,
  { date, value, grain, aggregate }: ChosenTrend,
  { where }: Subset,
  signal: AbortSignal | undefined,
): Promise<Point[]> {
  const moment = `${date.sql}::TIMESTAMP`
  const number = value ? finiteSql(value) : '1.0::DOUBLE'
  const answers = { sum: 'fsum(v)', mean: 'favg(v)', count: 'count(v)::DOUBLE' }
  const { rows } = await table.query(
    `SELECT strftime(date_trunc('${grain}', d), '%Y-%m-%d'), ${answers[aggregate]}, count(v)::DOUBLE
      FROM (SELECT ${moment} AS d, ${number} AS v FROM ${table.from} WHERE ${where} AND isfinite(${date.sql}))
      WHERE v IS NOT NULL GROUP BY date_trunc('${grain}', d) ORDER BY date_trunc('${grain}', d)`,
    signal,
  )
  return rows.map((row) => {
    const [t, answer, count] = row as [string, number, number]
    return { t, value: Number.isFinite(answer) ? answer : null, count }
  })
}

function directionOf({ tau, p_value }: Trend['mann_kendall'], slope: number | null, n: number): Trend['direction'] {
  if (n < fewestPoints || tau === null || p_value === null || p_value >= significance || !slope) return 'none'
  return Math.sign(tau) !== Math.sign(slope) ? 'none' : slope > 0 ? 'up' : 'down'
}

function growthOf(y: Float64Array): Trend['growth'] {
  const [first, last] = [y[0] ?? null, y.at(-1) ?? null]
  if (first === null || last === null) return { first, last, absolute: null, percent: null }
  const absolute = last - first
  const percent = (absolute / Math.abs(first)) * 100
  return {
    ...{ first, last },
    absolute: Number.isFinite(absolute) ? absolute : null,
    percent: Number.isFinite(percent) ? percent : null,
  }
}

const windowsOf: Record<TrendGrain, number[]> = {
  ...{ day: [7, 28], week: [4, 13], month: [3, 12], quarter: [4], year: [3, 5] },
}

/** The mean of each point and those before it, as many as the window; nothing where there are fewer points. */
function movingAverage(points: { t: string; value: number }[], window: number): Trend['moving_averages'] {
  if (points.length < window) return []
  const means = points.slice(window - 1).map(({ t }, index) => {
    const sum = points.slice(index, index + window).reduce((total, { value }) => total + value, 0)
    return { t, value: Number.isFinite(sum) ? sum / window : null }
  })
  return [{ window, points: means }]
}

/** The periods without rows between those with some. */
function gapsOf(points: Point[], grain: TrendGrain): Trend['gaps'] {
  return points
    .slice(1)
    .map(({ t }, index) => {
      const after = (points[index] as Point).t
      return { after, before: t, missing: periodOf(t, grain) - periodOf(after, grain) - 1 }
    })
    .filter(({ missing }) => missing > 0)
    .slice(0, mostGaps)
}

function periodOf(day: string, grain: TrendGrain): number {
  const date = new Date(day)
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth()
  const days = Math.round(date.getTime() / msPerDay)
  return {
    day: days,
    week: Math.floor((days + 3) / 7),
    month: months,
    quarter: Math.floor(months / 3),
    year: Math.floor(months / 12),
  }[grain]
}
