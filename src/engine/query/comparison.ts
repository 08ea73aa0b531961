import type { TableColumn } from './open-table.ts'

/** The operators that set a column beside one value. */
export type ComparisonOp = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

/**
 * A comparison of a column with a value: the operator and the value as SQL writes it in the column's own type, or the
 * answer itself (for every value that is not null) where the value lies between or beyond those of the type.
 */
export type Comparison = { op: ComparisonOp; literal: string } | 'never' | 'always'

const operators: Record<ComparisonOp, string> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' }

/** A comparison as an SQL condition; null for null, so that `not` leaves null out too. */
export function comparisonSql({ sql }: Pick<TableColumn, 'sql'>, comparison: Comparison): string {
  if (comparison === 'never') return `(${sql} IS NULL AND NULL)`
  if (comparison === 'always') return `(${sql} IS NOT NULL OR NULL)`
  return `${sql} ${operators[comparison.op]} ${comparison.literal}`
}
