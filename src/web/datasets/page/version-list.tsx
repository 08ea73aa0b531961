import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, FileUp } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { DatasetVersion } from '../../../shared/dataset-version.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { apiUrl } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { chooseFile } from '../../uploads/choose-file.ts'
import { startUploads } from '../../uploads/uploads.ts'
import { ComparedRows } from './compared-rows.tsx'
import { firstRowsQuery } from './first-rows-query.ts'
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
  const client = useQueryClient()
  const restore = useRestoreVersion(dataset)
  const [opened, setOpened] = useState<number>()
  if (error) return <Callout tone="failed">The versions could not be fetched. {sentenceOf(error)}</Callout>
  if (!data) return <Skeleton className="h-8 w-full" />
  return (
    <>
      {dataset.role !== 'viewer' && (
        <div className="flex flex-wrap items-center gap-3 pb-2">
          <Button
            isDisabled={dataset.job !== null}
            onPress={() =>
              chooseFile((file) => startUploads(client, [file], { id: dataset.id, version: dataset.version }))
            }
          >
            <FileUp aria-hidden size={14} />
            Upload a new version
          </Button>
          <p className="text-13 text-text-2">You see what matches before it is used.</p>
        </div>
      )}
      <ol className="text-13">
        {data.items.map((version) => (
          <li
            key={version.number}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-hairline py-1.5"
          >
            <span className="w-10 shrink-0 font-medium tabular">v{version.number}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              {reasons[version.reason]}
              {version.by && ` by ${version.by.username}`}, <RelativeTime iso={version.created_at} inSentence />
              <span className="block text-12 text-text-2 tabular">{outcomeOf(version)}</span>
            </span>
            {version.status === 'ready' && !version.current && (
              <Button
                size="small"
                aria-label={`${opened === version.number ? 'Close' : 'Open'} version ${version.number}`}
                aria-expanded={opened === version.number}
                onPress={() => setOpened(opened === version.number ? undefined : version.number)}
              >
                {opened === version.number ? 'Close' : 'Open'}
              </Button>
            )}
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
            {opened === version.number && <OpenedVersion dataset={dataset} number={version.number} />}
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

/** The first rows of an earlier version; what the version in use has otherwise of the same rows is marked. */
function OpenedVersion({ dataset: { id, version }, number }: { dataset: Dataset; number: number }) {
  const { data, error } = useQuery(firstRowsQuery(id, number))
  const { data: inUse } = useQuery(firstRowsQuery(id, version))
  const isComparable = data !== undefined && data.total === inUse?.total
  if (error) return <Callout tone="failed">It could not be opened. {sentenceOf(error)}</Callout>
  return (
    <div className="flex w-full flex-col gap-1.5 pb-2">
      {data ? (
        <ComparedRows label={`First rows of version ${number}`} shown={data} other={isComparable ? inUse : undefined} />
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
      <p className="flex flex-wrap items-center gap-3 text-12 text-text-2">
        {isComparable
          ? 'What is otherwise in the version in use is marked.'
          : data && `${formatCounted(data.total, 'row')} in all.`}
        <a
          href={apiUrl(`/datasets/${encodeURIComponent(id)}/download`, { format: 'csv', version: number })}
          download
          className={buttonClass('quiet', 'small')}
        >
          <Download aria-hidden size={14} />
          All rows as CSV
        </a>
      </p>
    </div>
  )
}

const outcomeOf = ({ status, error, row_count: rows, column_count: columns }: DatasetVersion): string => {
  if (error) return error.detail
  if (status !== 'ready') return 'Being read'
  return `${formatCounted(rows ?? 0, 'row')}, ${formatCounted(columns ?? 0, 'column')}`
}
