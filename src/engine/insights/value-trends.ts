import type { TrendGrain } from '../../shared/statistics.ts'
import { pearson } from '../statistics/association.ts'
import { mannKendall } from '../statistics/mann-kendall.ts'
import { completePairs } from '../statistics/read-numbers.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, said } from './insight-words.ts'
import type { Measure, Sample } from './read-sample.ts'
import { fewOf, grainOf, periodText } from './trend-periods.ts'

const withoutAnError = 0.999

/** Measures that rise or fall with a date: by the ranks of the rows, and by the means of the periods. */
export function valueTrends({ dates, measures }: Sample): Examined[] {
  return dates.flatMap((date) => measures.flatMap((measure) => examine(date, measure)))
}

function examine(date: Measure, measure: Measure): Examined[] {
  const [days, ranks] = completePairs(date.ranks, measure.ranks)
  if (days.length < limits.insight_rows) return []
  const { value, pValue } = pearson(days, ranks)
  const grain = grainOf(date.values, limits.trend_periods)
  const isCounter = measure.profile.integers_only && measure.profile.distinct_count === days.length
  if (value === null || Math.abs(value) < limits.trend_strength || !grain) return [{ pValue }]
  if (isCounter && Math.abs(value) > withoutAnError) return [{ pValue }]
  return [{ pValue, candidate: candidateOf(date, measure, value, grain) }]
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
      const ends = [first, last]
      return {
        text: `${named(what)} ${rises ? 'rises' : 'falls'} with ${named(when)}: from a mean of ${said(first.mean)} in ${periodText(first.period, grain)} to ${said(last.mean)} in ${periodText(last.period, grain)} (n = ${counted(first.all)}).`,
        points: fewOf(means).map((one) => ({
          ...{ label: one.period, value: one.mean, n: one.n, is_told: ends.includes(one) },
        })),
      }
    },
  }
}
