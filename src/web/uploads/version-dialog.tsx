import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { datasetSchema } from '../../shared/dataset.ts'
import { versionPreviewSchema } from '../../shared/dataset-version.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { hasCode, sentenceOf, Unreachable } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { ComparedRows } from '../datasets/page/compared-rows.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ColumnMatches } from './column-matches.tsx'
import type { Upload } from './upload.ts'
import { giveUpUpload, storedAs } from './uploads.ts'

const shownRows = 8

/** What a file would be as the next version of a dataset, before it takes the place of the one in use. */
export function VersionDialog({ upload, onPutOff }: { upload: Upload; onPutOff: () => void }) {
  const client = useQueryClient()
  const path = `/datasets/${encodeURIComponent(upload.versionOf?.id ?? '')}`
  const { data: dataset, error: missing } = useQuery({
    ...datasetQuery(upload.versionOf?.id ?? ''),
    enabled: upload.versionOf !== null,
  })
  const { data: preview, error } = useQuery({
    queryKey: ['datasets', 'version-preview', upload.uploadId, dataset?.version],
    queryFn: ({ signal }) =>
      change('POST', `${path}/versions/preview`, versionPreviewSchema, {
        body: { upload_id: upload.uploadId, limit: shownRows },
        signal,
      }),
    enabled: dataset !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, failure) => count < 8 && hasCode(failure, 'busy'),
    retryDelay: 500,
  })
  const use = useMutation({
    mutationFn: () =>
      change('POST', `${path}/versions`, datasetSchema, {
        body: { upload_id: upload.uploadId },
        headers: { 'idempotency-key': upload.uploadId ?? upload.id },
      }),
    onSuccess: (made) => storedAs(client, upload.id, made),
  })
  return (
    <Dialog
      title={`${upload.name} as the new version of ${dataset?.title ?? 'this dataset'}`}
      width="wide"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onPutOff()}
      actions={
        <>
          <Button onPress={() => giveUpUpload(upload)}>Give it up</Button>
          <Button
            variant="primary"
            isPending={use.isPending}
            isDisabled={!preview && !error}
            onPress={() => use.mutate()}
          >
            Use it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-text">
        {use.error && (
          <Callout tone="failed">
            {!(use.error instanceof Unreachable) && 'Nothing has changed. '}
            {sentenceOf(use.error)}
          </Callout>
        )}
        {missing && !dataset && <Callout tone="failed">{sentenceOf(missing)}</Callout>}
        {error && (
          <Callout tone="look">
            {sentenceOf(error)} Used all the same, it is read as a whole; if that fails, the version in use stays.
          </Callout>
        )}
        {!preview && !error && (dataset || !missing) && <Skeleton className="h-72 w-full" />}
        {preview && (
          <>
            <ColumnMatches matches={preview.matches} />
            <section>
              <h3 className="pb-1.5 text-13 font-semibold">First rows</h3>
              <ComparedRows label="First rows of the new version" shown={preview} />
            </section>
            <p className="text-13 text-text-2">
              {preview.read < preview.of && `Types are those of the first ${formatCounted(preview.rows_read, 'row')}. `}
              The version in use stays until this one is read, and can be restored afterwards.
            </p>
          </>
        )}
      </div>
    </Dialog>
  )
}
