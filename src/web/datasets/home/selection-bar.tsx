import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { Button } from '../../ui/button.tsx'
import { trashDatasets } from '../trash/trash-datasets.ts'

/** Stands where the toolbar was while datasets are selected. */
export function SelectionBar({ datasets, onDone }: { datasets: readonly DatasetListItem[]; onDone: () => void }) {
  const client = useQueryClient()
  const own = datasets.filter(({ role }) => role === 'owner')
  return (
    <div
      role="toolbar"
      aria-label="Selected datasets"
      className="flex min-h-21 items-center gap-2 px-4 pb-3 wide:min-h-0 wide:px-6"
    >
      <p role="status" className="flex h-8 items-center text-13 font-medium">
        {formatCount(datasets.length)} selected
      </p>
      <span className="flex-1" />
      <Button variant="quiet" onPress={onDone}>
        Clear selection
      </Button>
      {own.length < datasets.length && (
        <p className="text-13 text-text-2">
          {own.length === 0
            ? 'Only their owners can delete these.'
            : `Only your own ${formatCount(own.length)} can go there.`}
        </p>
      )}
      <Button
        isDisabled={own.length === 0}
        onPress={() => {
          onDone()
          void trashDatasets(client, own)
        }}
      >
        <Trash2 aria-hidden size={14} />
        Move to the trash
      </Button>
    </div>
  )
}
