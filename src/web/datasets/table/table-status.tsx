import { formatCount, formatCounted, formatDuration } from '../../../shared/format-numbers.ts'
import type { SortKey } from './sort-order.ts'

/** How the rows stand, in words: the order of the file or of some columns. */
export const orderText = (sort: SortKey[]): string => {
  if (sort.length === 0) return 'file order'
  const keys = sort.map(({ column, descending }) => `${column} ${descending ? '↓' : '↑'}`)
  return `by ${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ' …' : ''}`
}

/** The line under the table: how many rows of how many, how fast, in which order; the format of the file at its right. */
export function TableStatus({
  shown,
  total,
  isPreview,
  columnCount,
  shownColumnCount,
  duration,
  sort,
  selected,
  facts,
}: {
  shown: number | undefined
  total: number
  isPreview: boolean
  columnCount: number
  shownColumnCount: number
  duration: number | undefined
  sort: SortKey[]
  selected: string | undefined
  facts: string[]
}) {
  const rows = isPreview
    ? `first ${formatCounted(total, 'row')}`
    : shown === undefined || shown === total
      ? formatCounted(total, 'row')
      : `${formatCount(shown)} of ${formatCounted(total, 'row')}`
  const parts = [
    rows,
    shownColumnCount < columnCount
      ? `${formatCount(shownColumnCount)} of ${formatCounted(columnCount, 'column')}`
      : formatCounted(columnCount, 'column'),
    ...(duration === undefined ? [] : [formatDuration(Math.max(1, duration))]),
    orderText(sort),
    ...(selected ? [selected] : []),
  ]
  return (
    <footer className="flex h-8 shrink-0 items-center gap-4 border-t border-hairline bg-ground px-3 text-12 text-text-2 tabular">
      <span className="min-w-0 flex-1 truncate">{parts.join(' · ')}</span>
      {facts.length > 0 && <span className="hidden min-w-0 truncate wide:block">{facts.join(' · ')}</span>}
      <span role="status" className="sr-only">
        {shown === undefined ? '' : rows}
      </span>
    </footer>
  )
}
