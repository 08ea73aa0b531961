import type { CountedColumn } from '../../shared/summaries.ts'
import { valueSql } from '../query/filter-sql.ts'
import type { TableColumn } from '../query/open-table.ts'

/** Counts the rows that have each of these values, as the filter `eq` would, as one SQL list in their order. */
export function countValues(column: TableColumn, values: CountedColumn['top_values']): string {
  const literals = values.map(({ value }) => valueSql(column, value, 'columns'))
  const counts = `histogram_exact(${column.sql}, [${literals.join(', ')}])`
  return `[${literals.map((literal) => `${counts}[${literal}]`).join(', ')}]`
}
