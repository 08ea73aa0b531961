import { formatCount, formatCounted, formatShare } from './format-numbers.ts'
import type { Profile } from './profile.ts'

/** What there is to know of a table in a few words each: rows, columns by kind, nulls, duplicates, a key. */
export const tableFacts = ({
  row_count: rows,
  column_count: columnCount,
  null_cell_count: nulls,
  duplicate_row_count: duplicates,
  candidate_keys: keys,
  columns,
}: Pick<
  Profile,
  'row_count' | 'column_count' | 'null_cell_count' | 'duplicate_row_count' | 'candidate_keys' | 'columns'
>): string[] => {
  const kinds = new Map<string, number>()
  for (const { kind } of columns) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const byKind = [...kinds].map(([kind, count]) => `${formatCount(count)} ${kind}`)
  const cells = rows * columnCount
  return [
    formatCounted(rows, 'row'),
    `${formatCounted(columnCount, 'column')}${kinds.size > 0 && columns.length === columnCount ? ` (${byKind.join(', ')})` : ''}`,
    nulls === 0
      ? 'no nulls'
      : `${formatCounted(nulls, 'null cell')}${cells > 0 ? ` (${formatShare(nulls / cells)})` : ''}`,
    ...(duplicates > 0 ? [formatCounted(duplicates, 'duplicate row')] : []),
    ...(keys[0] ? [`identified by ${keys[0].join(' and ')}`] : []),
  ]
}
