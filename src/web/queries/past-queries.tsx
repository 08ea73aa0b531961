import { useQuery } from '@tanstack/react-query'
import { Button } from 'react-aria-components/Button'
import { formatCounted, formatDuration } from '../../shared/format-numbers.ts'
import type { PastQuery } from '../../shared/queries.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ListState } from './list-state.tsx'
import { pastQueries, type Question } from './query-requests.ts'

/** The queries that this person has run here, the latest first; one press brings one back. */
export function PastQueries({ datasetId, onOpen }: { datasetId: string; onOpen: (question: Question) => void }) {
  const { data, error, refetch } = useQuery(pastQueries(datasetId))
  if (!data || data.items.length === 0) {
    return (
      <ListState
        isLoaded={data !== undefined}
        error={error}
        onRetry={refetch}
        empty="Queries that you run stand here."
      />
    )
  }
  return (
    <ul>
      {data.items.map((past) => (
        <li key={past.id} className="border-b border-hairline">
          <Button
            onPress={() => onOpen({ sql: past.sql, with: past.with })}
            className="block w-full px-3 py-2 text-left -outline-offset-2 data-hovered:bg-hover"
          >
            <code className="line-clamp-3 font-mono text-12 whitespace-pre-wrap wrap-anywhere">{past.sql}</code>
            <span className="mt-1 block text-12 text-text-2 tabular">
              <RelativeTime iso={past.at} />
              {` · ${outcomeOf(past)}`}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

function outcomeOf({ outcome, row_count, duration_ms, error }: PastQuery): string {
  const duration = formatDuration(Math.max(1, duration_ms))
  if (outcome === 'answered') return `${formatCounted(row_count ?? 0, 'row')} · ${duration}`
  if (outcome === 'failed') return error ?? 'failed'
  return outcome === 'timeout' ? `took too long, ${duration}` : `stopped after ${duration}`
}
