import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { usePageTitle } from '../../shell/page-title.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { notify } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { trashQuery } from '../dataset-queries.ts'
import { ListSkeleton } from '../home/list-skeleton.tsx'
import { DeleteForEverDialog } from './delete-for-ever-dialog.tsx'
import { restoreDatasets } from './trash-datasets.ts'

export function TrashPage() {
  usePageTitle('Trash')
  const trash = useQuery(trashQuery())
  const [doomed, setDoomed] = useState<DatasetListItem[]>([])
  const items = trash.data?.items ?? []
  const whatHappens = `It is removed for good after ${formatCounted(trash.data?.trash_days ?? 0, 'day')}.`
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 px-4 wide:px-6">
        <h1 className="text-20 font-semibold tracking-[-0.01em]">Trash</h1>
        <span className="flex-1" />
        {items.length > 0 && <Button onPress={() => setDoomed(items)}>Empty the trash</Button>}
      </header>
      {trash.error && (
        <Callout
          live
          tone="failed"
          title="The trash could not be listed"
          action={<Button onPress={() => void trash.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(trash.error)}
        </Callout>
      )}
      {trash.isPending && <ListSkeleton />}
      {trash.data && items.length === 0 && (
        <EmptyState icon={<Trash2 aria-hidden size={28} />} title="The trash is empty">
          A dataset that you delete waits here, whole, so that you can bring it back. {whatHappens}
        </EmptyState>
      )}
      {items.length > 0 && (
        <p className="px-4 pb-3 text-13 text-text-2 wide:px-6">What is here can be brought back. {whatHappens}</p>
      )}
      {items.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
          {items.map((dataset) => (
            <TrashRow key={dataset.id} dataset={dataset} onDelete={() => setDoomed([dataset])} />
          ))}
        </ul>
      )}
      <DeleteForEverDialog datasets={doomed} onClose={() => setDoomed([])} />
    </main>
  )
}

function TrashRow({ dataset, onDelete }: { dataset: DatasetListItem; onDelete: () => void }) {
  const client = useQueryClient()
  const restore = async () => {
    if (await restoreDatasets(client, [dataset])) notify({ text: `${dataset.title} is among your datasets again.` })
  }
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-hairline px-4 py-1.5 wide:px-6">
      <div className="min-w-0 flex-1">
        <p className="truncate text-14 font-medium">{dataset.title}</p>
        <p className="tabular truncate text-12 text-text-2">
          {dataset.row_count !== null &&
            `${formatCount(dataset.row_count)} x ${formatCount(dataset.column_count ?? 0)}, `}
          {formatBytes(dataset.file_size)}
          {dataset.deleted_at && (
            <>
              , deleted <RelativeTime iso={dataset.deleted_at} inSentence />
            </>
          )}
        </p>
      </div>
      <Button variant="quiet" onPress={() => void restore()} aria-label={`Restore ${dataset.title}`}>
        <Undo2 aria-hidden size={14} />
        Restore
      </Button>
      <Button variant="quiet" onPress={onDelete} aria-label={`Delete ${dataset.title} for ever`}>
        Delete for ever
      </Button>
    </li>
  )
}
