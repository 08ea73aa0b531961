import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import type { DatasetVersion } from '../../../shared/dataset-version.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatCount, formatCounted } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useRestoreVersion } from './use-new-version.ts'
import { versionsQuery } from './versions-query.ts'

const reasons: Record<DatasetVersion['reason'], string> = {
  upload: 'Uploaded',
  reingest: 'Read again',
  steps: 'Cleaned',
  restore: 'Restored',
}

/** Every reading of the dataset, the latest first, with a way back to each. */
export function VersionList({ dataset }: { dataset: Dataset }) {
  const { data, error } = useQuery(versionsQuery(dataset))
  const restore = useRestoreVersion(dataset)
  if (error) return <Callout tone="failed">The versions could not be fetched. {sentenceOf(error)}</Callout>
  if (!data) return <Skeleton className="h-8 w-full" />
  return (
    <>
      <ol className="text-13">
        {data.items.map((version) => (
          <li key={version.number} className="flex min-h-11 items-center gap-3 border-b border-hairline py-1.5">
            <span className="w-10 shrink-0 font-medium tabular">v{version.number}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              {reasons[version.reason]}
              {version.by && ` by ${version.by.username}`}, <RelativeTime iso={version.created_at} inSentence />
              <span className="block text-12 text-text-2 tabular">{outcomeOf(version)}</span>
            </span>
            {version.current ? (
              <span className="shrink-0 text-text-2">in use</span>
            ) : (
              version.status === 'ready' &&
              dataset.role !== 'viewer' && (
                <Button
                  size="small"
                  aria-label={`Restore version ${version.number}`}
                  isDisabled={dataset.job !== null || restore.isPending}
                  onPress={() => restore.mutate({ number: version.number, instead: dataset.version })}
                >
                  Restore
                </Button>
              )
            )}
          </li>
        ))}
      </ol>
      {data.total > data.items.length && (
        <p className="pt-2 text-12 text-text-2">
          The latest {data.items.length} of {formatCount(data.total)}.
        </p>
      )}
    </>
  )
}

const outcomeOf = ({ status, error, row_count: rows, column_count: columns }: DatasetVersion): string => {
  if (error) return error.detail
  if (status !== 'ready') return 'Being read'
  return `${formatCounted(rows ?? 0, 'row')}, ${formatCounted(columns ?? 0, 'column')}`
}
