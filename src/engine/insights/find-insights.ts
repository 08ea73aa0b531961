import type { Insight } from '../../shared/insight.ts'
import type { DuckDbConnection } from '../duckdb.ts'
import type { ProfiledTable } from '../profile/duplicate-rows.ts'
import { adjustPValues } from '../statistics/adjust-p-values.ts'
import { categoryAssociations } from './category-associations.ts'
import { dominantCategories } from './dominant-categories.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { numberAssociations } from './number-associations.ts'
import { outlierClusters } from './outlier-clusters.ts'
import { outstandingGroups } from './outstanding-groups.ts'
import { readSample } from './read-sample.ts'
import { rowTrends } from './row-trends.ts'
import { valueTrends } from './value-trends.ts'

/**
 * The facts of a table that are worth telling, the strongest first. They are looked for in at most 20,000 rows; each is
 * then told by its own SQL over all rows, or not at all. What chance makes of so many looks is taken off first.
 */
export async function findInsights(
  table: ProfiledTable,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<Insight[]> {
  if (table.rowCount < limits.insight_rows) return []
  const sample = await readSample(table, connection, signal)
  const examined = [
    ...outstandingGroups(sample),
    ...valueTrends(sample),
    ...rowTrends(sample),
    ...numberAssociations(sample),
    ...categoryAssociations(sample),
    ...outlierClusters(sample),
    ...dominantCategories(table.columns),
  ]
  const strongest = beyondChance(examined).sort((a, b) => b.score - a.score)
  const insights: Insight[] = []
  const taken: Candidate[] = []
  for (const candidate of strongest) {
    if (insights.length === limits.most_insights) break
    if (isToldAlready(candidate, taken)) continue
    const { tell, subject: _, ...insight } = candidate
    const from = candidate.code === 'dominant_category' ? table.from : sample.from
    await connection.query(`CREATE OR REPLACE TEMP VIEW data AS SELECT * FROM ${from}`, { signal })
    const told = tell((await connection.query(candidate.sql, { signal })).rows)
    if (!told) continue
    taken.push(candidate)
    insights.push({ ...insight, ...told, score: Number(candidate.score.toFixed(3)) })
  }
  return insights
}

/** The candidates whose adjusted probability of being made by chance is below the limit. */
function beyondChance(examined: Examined[]): Candidate[] {
  const adjusted = adjustPValues(examined.map(({ pValue }) => pValue))
  return examined.flatMap(({ candidate }, index) => {
    const pValue = adjusted[index] ?? null
    return candidate && pValue !== null && pValue < limits.chance ? [candidate] : []
  })
}

/** A column is told of once in each way, columns together once, and each kind of insight twice. */
function isToldAlready({ code, subject, columns }: Candidate, taken: Candidate[]): boolean {
  const alike = taken.filter((other) => other.code === code)
  return (
    alike.length >= limits.most_of_a_code ||
    alike.some((other) => other.subject === subject) ||
    taken.some((other) => columns.length > 1 && columns.every((column) => other.columns.includes(column)))
  )
}
