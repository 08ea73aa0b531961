import { SearchX, TableProperties } from 'lucide-react'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

/** What stands in the place of rows when there are none, or over them when some could not be fetched. */
export function TableMessage({
  isEmpty,
  isFiltered,
  isSearched,
  failure,
  columnCount,
  onClear,
  onRetry,
}: {
  isEmpty: boolean
  isFiltered: boolean
  isSearched: boolean
  failure: unknown
  columnCount: number
  onClear: () => void
  onRetry: () => void
}) {
  const clears = isFiltered ? 'Clear the filter' : 'Clear the search'
  if (failure) {
    return (
      <div className="absolute inset-x-0 bottom-3 z-30 flex justify-center px-3">
        <Callout
          tone="failed"
          live
          className="max-w-xl shadow-float"
          title="These rows could not be fetched"
          action={
            <span className="flex gap-1">
              {(isFiltered || isSearched) && (
                <Button size="small" variant="quiet" onPress={onClear}>
                  {clears}
                </Button>
              )}
              <Button size="small" onPress={onRetry}>
                Try again
              </Button>
            </span>
          }
        >
          {sentenceOf(failure)}
        </Callout>
      </div>
    )
  }
  if (!isEmpty) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 top-21 bottom-0 grid place-items-center overflow-auto">
      <div className="pointer-events-auto">
        {isFiltered || isSearched ? (
          <EmptyState
            icon={<SearchX aria-hidden size={28} />}
            title="No row matches"
            action={
              <Button variant="primary" onPress={onClear}>
                {clears}
              </Button>
            }
          >
            The table has rows, but none of them fits{' '}
            {isFiltered && isSearched ? 'both the filter and the search' : isFiltered ? 'the filter' : 'the search'}.
          </EmptyState>
        ) : (
          <EmptyState icon={<TableProperties aria-hidden size={28} />} title="This table has no rows">
            The file names {formatCounted(columnCount, 'column')}, and no line below holds a value. What became of each
            line stands in Source.
          </EmptyState>
        )}
      </div>
    </div>
  )
}
