import type { TrendGrain } from '../../shared/statistics.ts'
import { mannKendall } from '../statistics/mann-kendall.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named } from './insight-words.ts'
import type { Measure, Sample } from './read-sample.ts'
import { fewOf, grainOf, periodText } from './trend-periods.ts'

/**
 * Dates that more and more rows have, or fewer and fewer: by the bins of their histogram, which counts all rows. The first
 * and the last bin or period need not be whole and are left out.
 */
export function rowTrends({ dates }: Sample): Examined[] {
  return dates.flatMap(examine)
}

function examine({ profile, sql, values }: Measure): Examined[] {
  const counts = profile.histogram.slice(1, -1).map(({ count }) => count)
  if (counts.length < limits.trend_periods) return []
  const { tau, p_value: pValue } = trendOf(counts)
  const grain = grainOf(values, limits.trend_periods + 2)
  if (tau === null || Math.abs(tau) < limits.trend_strength || !isLarge(counts) || !grain) return [{ pValue }]
  return [{ pValue, candidate: candidateOf(profile.name, sql, tau, grain) }]
}

function trendOf(counts: readonly number[]) {
  return mannKendall(
    Float64Array.from(counts, (_, place) => place),
    Float64Array.from(counts),
  )
}

/** Whether the last third of the periods has far more rows than the first third, or far fewer. */
function isLarge(counts: readonly number[]): boolean {
  const third = Math.floor(counts.length / 3)
  const [first, last] = [counts.slice(0, third), counts.slice(-third)].map((part) => part.reduce((a, b) => a + b))
  const [less, more] = [first as number, last as number].sort((a, b) => a - b) as [number, number]
  return more >= less * (1 + limits.row_growth)
}

function candidateOf(when: string, sql: string, strength: number, grain: TrendGrain): Candidate {
  return {
    ...{ code: 'trend', columns: [when], subject: `rows by ${when}`, filter: null, score: Math.abs(strength) },
    chart: { mark: 'line', x: { column: when, grain }, aggregate: 'count' },
    sql: `SELECT strftime(date_trunc('${grain}', d), '%Y-%m-%d') AS period, count(*) AS n,
  date_diff('${grain}', min(min(d)) OVER (), max(max(d)) OVER ()) + 1 AS periods, sum(count(*)) OVER () AS n_of_all
FROM (SELECT ${sql}::TIMESTAMP AS d FROM data)
WHERE d IS NOT NULL
GROUP BY ALL
ORDER BY period`,
    tell: (rows) => {
      const whole = rows.slice(1, -1).map(([period, n]) => ({ period: String(period), n: Number(n) }))
      const [first, last] = [whole[0], whole.at(-1)]
      const hasGaps = rows.length !== Number(rows[0]?.[2])
      if (!first || !last || hasGaps || whole.length < limits.trend_periods) return undefined
      const { tau, p_value: pValue } = trendOf(whole.map(({ n }) => n))
      const rises = strength > 0
      const isSure = tau !== null && pValue !== null && pValue < limits.chance && Math.sign(tau) === Math.sign(strength)
      if (!isSure || (rises ? last.n <= first.n : last.n >= first.n)) return undefined
      return {
        text: `The rows by ${named(when)} become ${rises ? 'more' : 'fewer'} and ${rises ? 'more' : 'fewer'}: from ${counted(first.n)} in ${periodText(first.period, grain)} to ${counted(last.n)} in ${periodText(last.period, grain)} (n = ${counted(Number(rows[0]?.[3]))}).`,
        points: fewOf(whole).map((one) => ({
          ...{ label: one.period, value: one.n, n: one.n, is_told: one === first || one === last },
        })),
      }
    },
  }
}
