import { associate, type Measured } from '../statistics/associate.ts'
import { type Association, pearson } from '../statistics/association.ts'
import { studentTwoSided } from '../statistics/distributions.ts'
import { completePairs } from '../statistics/read-numbers.ts'
import { derivedColumns } from './derived-columns.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, said } from './insight-words.ts'
import type { Measure, Sample } from './read-sample.ts'

/**
 * Pairs of measures that rise or fall together, by their ranks. Left out are those that say the same or follow from
 * other columns, and rows that resemble their neighbours count for less.
 */
export function numberAssociations({ measures }: Sample): Examined[] {
  const areDerived = derivedColumns(measures)
  const ofRanks = measures.map(({ profile: { name }, ranks }): Measured => {
    return { name, isCategory: false, values: ranks, isComplete: !ranks.some(Number.isNaN) }
  })
  return measures.flatMap((x, index) =>
    measures.slice(index + 1).map((y, offset): Examined => {
      const { n, ...ranked } = associate('pearson', ofRanks[index] as Measured, ofRanks[index + 1 + offset] as Measured)
      const pValue = chanceOf(ranked, n, x, y)
      const strength = ranked.value ?? 0
      if (n < limits.insight_rows || Math.abs(strength) < limits.association_strength) return { pValue }
      const straight = Math.abs(pearson(...completePairs(x.values, y.values)).value ?? 0)
      if (Math.max(straight, Math.abs(strength)) >= limits.told_otherwise || areDerived(x, y)) return { pValue }
      return { pValue, candidate: candidateOf(x, y, strength) }
    }),
  )
}

/** By Student's t with the number of rows that independent ones would need to say as much (Bartlett 1935). */
function chanceOf({ value, pValue }: Association, n: number, x: Measure, y: Measure): number | null {
  const likeness = (x.profile.autocorrelation_lag1 ?? 0) * (y.profile.autocorrelation_lag1 ?? 0)
  if (value === null || pValue === null || likeness <= 0) return pValue
  const rows = (n * (1 - likeness)) / (1 + likeness)
  if (rows < 4) return 1
  return studentTwoSided(value * Math.sqrt((rows - 2) / Math.max(1e-300, 1 - value ** 2)), rows - 2)
}

function candidateOf(x: Measure, y: Measure, strength: number): Candidate {
  const [by, what] = [x.profile.name, y.profile.name]
  const { p25, p50, p75 } = x.profile.quantiles ?? {}
  return {
    ...{ code: 'association', columns: [by, what], subject: what, filter: null, score: Math.abs(strength) },
    chart: { mark: 'bar', x: { column: by, bin: true }, y: { column: what }, aggregate: 'mean' },
    sql: `SELECT CASE WHEN x <= ${p25} THEN 1 WHEN x <= ${p50} THEN 2 WHEN x <= ${p75} THEN 3 ELSE 4 END AS quarter,
  min(x) AS from_x, max(x) AS to_x, sum(y) / count(*) AS mean, count(*) AS n, sum(count(*)) OVER () AS n_of_all
FROM (SELECT ${x.sql} AS x, ${y.sql} AS y FROM data)
WHERE x IS NOT NULL AND y IS NOT NULL
GROUP BY quarter
ORDER BY quarter`,
    tell: (rows) => {
      const quarters = rows.map((row) => {
        const [, from, to, mean, n, all] = row.map(Number) as [number, number, number, number, number, number]
        return { from, to, mean, n, all }
      })
      const [first, last] = [quarters[0], quarters.at(-1)]
      if (!first || !last || first === last || Math.sign(last.mean - first.mean) !== Math.sign(strength))
        return undefined
      return {
        text: `${named(what)} ${strength > 0 ? 'rises' : 'falls'} with ${named(by)}: ${said(first.mean)} on average where ${named(by)} is at most ${said(first.to)}, ${said(last.mean)} where it is ${said(last.from)} or more (n = ${counted(first.all)}).`,
        points: quarters.map((one) => ({
          ...{ label: `${said(one.from)} to ${said(one.to)}`, value: one.mean, n: one.n },
          is_told: one === first || one === last,
        })),
      }
    },
  }
}
