import type { ColumnProfile } from '../../shared/profile.ts'
import { quoteName } from '../sql-text.ts'
import { normalTwoSided } from '../statistics/distributions.ts'
import { type Examined, equals } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, percent, shown } from './insight-words.ts'

const mostPoints = 6

/** Texts of at least three different ones that most rows have; where nearly all have it, the alert of imbalance says so. */
export function dominantCategories(columns: readonly ColumnProfile[]): Examined[] {
  return columns
    .filter(
      ({ kind, distinct_count: distinct, values_cut: isCut }) => kind === 'text' && (distinct ?? 0) >= 3 && !isCut,
    )
    .flatMap((column) => examine(column))
}

function examine({
  name,
  count,
  null_count: nulls,
  top_values: top,
  distinct_count: distinct,
  sql_type: type,
}: ColumnProfile): Examined[] {
  const n = count - nulls
  const [first] = top
  if (!first || n < limits.insight_rows || typeof first.value !== 'string' || first.value.trim() === '') return []
  const share = first.count / n
  const pValue = share > 0.5 ? normalTwoSided((share - 0.5) / Math.sqrt(0.25 / n)) : 1
  if (share < limits.dominant_share || share >= limits.told_otherwise) return [{ pValue }]
  const equal = 1 / (distinct ?? 1)
  const value = type === 'VARCHAR' ? quoteName(name) : `${quoteName(name)}::VARCHAR`
  const candidate = {
    ...{ code: 'dominant_category' as const, columns: [name], subject: name, score: (share - equal) / (1 - equal) },
    filter: equals(name, first.value),
    chart: { mark: 'bar' as const, x: { column: name }, aggregate: 'count' as const },
    sql: `SELECT ${value} AS value, count(*) AS n, count(*) / sum(count(*)) OVER () AS share, sum(count(*)) OVER () AS n_of_all
FROM data
WHERE ${quoteName(name)} IS NOT NULL
GROUP BY 1
ORDER BY n DESC, value
LIMIT ${mostPoints}`,
    tell: (rows: unknown[][]) => {
      const [most, next] = rows.map(([value, rows, part, all]) => ({
        value,
        n: Number(rows),
        part: Number(part),
        all: Number(all),
      }))
      if (!most || !next) return undefined
      const text = `${named(name)} is ${shown(most.value)} in ${percent(most.part)} of the rows (n = ${counted(most.n)} of ${counted(most.all)}); the next, ${shown(next.value)}, in ${percent(next.part)}.`
      const points = rows.map(([value, count]) => ({
        ...{ label: String(value), value: Number(count), n: Number(count), is_told: value === most.value },
      }))
      return { text, points }
    },
  }
  return [{ pValue, candidate }]
}
