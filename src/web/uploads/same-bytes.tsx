import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { trashDatasets } from '../datasets/trash/trash-datasets.ts'
import { Button } from '../ui/button.tsx'
import { decideSameBytes } from './uploads.ts'

/** Asks what to do about a dataset that has the very bytes of an earlier one; nothing where there is none such. */
export function SameBytes({ uploadId, datasetId }: { uploadId: string; datasetId: string }) {
  const client = useQueryClient()
  const { data: dataset } = useQuery(datasetQuery(datasetId))
  const otherId = dataset?.duplicate_of ?? null
  const { data: other } = useQuery({ ...datasetQuery(otherId ?? ''), enabled: otherId !== null })
  if (!dataset || !other || dataset.version > 1) return null
  return (
    <div className="mt-1.5 rounded bg-amber-wash px-2.5 py-2 text-12">
      <p className="wrap-anywhere">
        You have these very bytes already:{' '}
        <Link
          to="/datasets/$id/$tab"
          params={{ id: other.id, tab: 'data' }}
          className="font-medium underline underline-offset-2"
        >
          {other.title}
        </Link>
        . Keep this one too?
      </p>
      <div className="flex flex-wrap gap-1.5 pt-1.5">
        <Button size="small" onPress={() => decideSameBytes(uploadId)}>
          Keep both
        </Button>
        <Button
          size="small"
          onPress={() => {
            decideSameBytes(uploadId)
            void trashDatasets(client, [dataset])
          }}
        >
          Move this one to the trash
        </Button>
      </div>
    </div>
  )
}
