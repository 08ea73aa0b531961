import type { CorrelationPair, Correlations } from '../../shared/statistics.ts'
import type { Table } from '../query/open-table.ts'
import { adjustPValues } from './adjust-p-values.ts'
import { associate, type Measured, measuredColumns, methodOf } from './associate.ts'
import { clusterOrder } from './cluster-order.ts'
import { subsetOf } from './read-numbers.ts'
import type { CorrelationsQuestion } from './statistics-question.ts'

const mostPairs = 1000
const fewestRows = 5

/** How the columns of a table go together, each pair over the rows that have both. */
export async function answerCorrelations(
  table: Table,
  question: CorrelationsQuestion,
  signal?: AbortSignal,
): Promise<Correlations> {
  const { method } = question
  const subset = await subsetOf(table, question.filter, signal)
  const { columns, leftOut, rows, correlated } = await measuredColumns(table, question, subset, signal)
  const matrix: (number | null)[][] = columns.map(() => columns.map(() => null))
  const pairs: CorrelationPair[] = []
  columns.forEach((x, i) => {
    const row = matrix[i] as (number | null)[]
    row[i] = (correlated && !x.isCategory ? correlated.varies(x.name) : isVarying(x)) ? 1 : null
    columns.slice(i + 1).forEach((y, offset) => {
      signal?.throwIfAborted()
      const chosen = methodOf(method, x, y)
      if (!chosen) return
      const isCorrelated = correlated && chosen === 'pearson'
      const { value, low, high, pValue, n } = isCorrelated ? correlated.of(x.name, y.name) : associate(chosen, x, y)
      row[i + 1 + offset] = value
      ;(matrix[i + 1 + offset] as (number | null)[])[i] = value
      pairs.push({
        ...{ x: x.name, y: y.name, method: chosen, value, n },
        ...{ ci_low: low, ci_high: high, p_value: pValue, p_adjusted: null },
        ...(n < fewestRows ? { note: 'too_few' as const } : {}),
      })
    })
  })
  const adjusted = adjustPValues(pairs.map((pair) => pair.p_value))
  const strongest = pairs
    .map((pair, index) => ({ ...pair, p_adjusted: adjusted[index] ?? null }))
    .sort((a, b) => strengthOf(b) - strengthOf(a))
  const isLimited = rows < subset.rowCount || leftOut.length > 0 || pairs.length > mostPairs
  return {
    method,
    columns: columns.map(({ name }) => name),
    order: clusterOrder(matrix).map((index) => (columns[index] as Measured).name),
    matrix,
    pairs: strongest.slice(0, mostPairs),
    limited: isLimited
      ? {
          ...{ rows, of: subset.rowCount, columns_left_out: leftOut },
          pairs_left_out: Math.max(0, pairs.length - mostPairs),
        }
      : null,
  }
}

function strengthOf({ value }: CorrelationPair): number {
  return value === null ? -1 : Math.abs(value)
}

function isVarying({ values }: Measured): boolean {
  const first = values.find((value) => !Number.isNaN(value))
  return values.some((value) => !Number.isNaN(value) && value !== first)
}
