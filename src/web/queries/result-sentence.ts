import { formatCount, formatCounted, formatDuration } from '../../shared/format-numbers.ts'
import type { QueryAnswer } from '../../shared/queries.ts'

/** How much of a result there is, in words. */
export const resultSentence = ({ row_count, truncated, columns, duration_ms }: QueryAnswer): string => {
  const rows = truncated
    ? `${formatCount(row_count)} of more rows shown, and in the small charts. Export gives all.`
    : formatCounted(row_count, 'row')
  return [rows, formatCounted(columns.length, 'column'), formatDuration(Math.max(1, duration_ms))].join(' · ')
}
