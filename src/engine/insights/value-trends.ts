import { type TrendGrain, trendGrains } from '../../shared/statistics.ts'
import { pearson } from '../statistics/association.ts'
import { mannKendall } from '../statistics/mann-kendall.ts'
import { completePairs } from '../statistics/read-numbers.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, said } from './insight-words.ts'
import type { Measure, Sample } from './read-sample.ts'

const daysOf: Record<TrendGrain, number> = { day: 1, week: 7, month: 30.44, quarter: 91.31, year: 365.25 }
const most = 24
const withoutAnError = 0.999

/** Measures that rise or fall with a date: by the ranks of the rows, and by the means of the periods. */
export function valueTrends({ dates, measures }: Sample): Examined[] {
  return dates.flatMap((date) => measures.flatMap((measure) => examine(date, measure)))
}

function examine(date: Measure, measure: Measure): Examined[] {
  const [days, ranks] = completePairs(date.ranks, measure.ranks)
  if (days.length < limits.insight_rows) return []
  const { value, pValue } = pearson(days, ranks)
  const grain = grainOf(date.values)
  const isCounter = measure.profile.integers_only && measure.profile.distinct_count === days.length
  if (value === null || Math.abs(value) < limits.trend_strength || !grain) return [{ pValue }]
  if (isCounter && Math.abs(value) > withoutAnError) return [{ pValue }]
  return [{ pValue, candidate: candidateOf(date, measure, value, grain) }]
}

/** The coarsest period of which there are at least eight. */
function grainOf(days: Float64Array): TrendGrain | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const day of days) {
    if (day < first) first = day
    if (day > last) last = day
  }
  return [...trendGrains].reverse().find((grain) => (last - first) / daysOf[grain] >= limits.trend_periods)
}

function candidateOf(date: Measure, measure: Measure, strength: number, grain: TrendGrain): Candidate {
  const [when, what] = [date.profile.name, measure.profile.name]
  return {
    ...{ code: 'trend', columns: [what, when], subject: what, filter: null, score: Math.abs(strength) },
    chart: { mark: 'line', x: { column: when, grain }, y: { column: what }, aggregate: 'mean' },
    sql: `SELECT strftime(date_trunc('${grain}', d), '%Y-%m-%d') AS period, sum(v) / count(*) AS mean, count(*) AS n,
  sum(count(*)) OVER () AS n_of_all
FROM (SELECT ${date.sql}::TIMESTAMP AS d, ${measure.sql} AS v FROM data)
WHERE d IS NOT NULL AND v IS NOT NULL
GROUP BY period
ORDER BY period`,
    tell: (rows) => {
      const means = rows.map(([period, mean, n, all]) => ({
        ...{ period: String(period), mean: Number(mean), n: Number(n), all: Number(all) },
      }))
      const [first, last] = [means[0], means.at(-1)]
      if (!first || !last || means.length < limits.trend_periods) return undefined
      const places = Float64Array.from(means, (_, place) => place)
      const { tau, p_value: pValue } = mannKendall(
        places,
        Float64Array.from(means, ({ mean }) => mean),
      )
      const rises = strength > 0
      const isSure = tau !== null && pValue !== null && pValue < limits.chance && Math.sign(tau) === Math.sign(strength)
      if (!isSure || (rises ? last.mean <= first.mean : last.mean >= first.mean)) return undefined
      const every = Math.ceil((means.length - 1) / (most - 1))
      const ends = [first, last]
      return {
        text: `${named(what)} ${rises ? 'rises' : 'falls'} with ${named(when)}: from a mean of ${said(first.mean)} in ${periodText(first.period, grain)} to ${said(last.mean)} in ${periodText(last.period, grain)} (n = ${counted(first.all)}).`,
        points: means
          .filter((one, place) => place % every === 0 || one === last)
          .slice(-most)
          .map((one) => ({ label: one.period, value: one.mean, n: one.n, is_told: ends.includes(one) })),
      }
    },
  }
}

function periodText(day: string, grain: TrendGrain): string {
  const [year, month] = day.split('-')
  if (grain === 'year') return String(year)
  if (grain === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
  return grain === 'month' ? `${year}-${month}` : grain === 'week' ? `the week of ${day}` : day
}
