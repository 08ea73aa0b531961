import { quoteName } from '../sql-text.ts'
import type { SortKey } from './query-pool.ts'

/** The 0-based number of a row in a table file, as SQL writes it. No column of a table file has this name. */
export const rowNumberSql = 'file_row_number'

/** How SQL sorts by one key: nulls last either way. */
export const directionSql = ({ descending }: SortKey) => (descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST')

/** The order of the rows of a table by these keys, as SQL writes it after ORDER BY: what ties stands as in the file. */
export function orderSql(sort: SortKey[]): string {
  return [...sort.map((key) => `${quoteName(key.column)} ${directionSql(key)}`), rowNumberSql].join(', ')
}
