import type { Trend } from '../statistics.ts'
import { sqlName } from './sql-subject.ts'

/**
 * The SQL of a trend over the table `data`: its points, the line through them, the first and the last of them, the median
 * of their slopes, and tau.
 */
export type TrendSql = { points: string; line: string; growth: string; theilSen: string; tau: string }

/** SQL that gives the numbers of a trend. */
export const trendSql = ({
  date,
  value,
  grain,
  aggregate,
}: Pick<Trend, 'date' | 'value' | 'grain' | 'aggregate'>): TrendSql => {
  const [day, number] = [sqlName(date), value === null ? undefined : `${sqlName(value)}::DOUBLE`]
  const measure = { sum: `sum(${number})`, mean: `avg(${number})`, count: 'count(*)' }[number ? aggregate : 'count']
  const known = number ? ` AND isfinite(${number})` : ''
  const points = `SELECT date_trunc('${grain}', ${day}::TIMESTAMP)::DATE AS t, ${measure} AS value, count(*) AS rows FROM data WHERE isfinite(${day})${known} GROUP BY 1 ORDER BY 1`
  const among = (answer: string) =>
    `WITH points AS (${points}) SELECT ${answer} FROM points, (SELECT min(t) AS first FROM points)`
  const amongPairs = (answer: string) =>
    `WITH points AS (${points}), pairs AS (SELECT q.value - p.value AS rise, q.t - p.t AS days FROM points p, points q WHERE p.t < q.t) SELECT ${answer} FROM pairs`
  return {
    points,
    line: among('regr_slope(value, t - first), regr_intercept(value, t - first), regr_r2(value, t - first)'),
    growth: among('arg_min(value, t), arg_max(value, t)'),
    theilSen: amongPairs('median(rise / days)'),
    tau: amongPairs('sum(sign(rise)) / sqrt(count(rise) * sum(abs(sign(rise))))'),
  }
}
