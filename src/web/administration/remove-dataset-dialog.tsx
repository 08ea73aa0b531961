import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RadioGroup } from 'react-aria-components/RadioGroup'
import type { AdministeredDataset } from '../../shared/administered-dataset.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { tell } from '../api/request.ts'
import { dashboardsSentence } from '../datasets/trash/dashboards-that-lose.ts'
import { DangerDialog } from '../shell/danger-dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { administeredKey } from './datasets-queries.ts'
import { RadioChoice } from './radio-choice.tsx'
import { shortId } from './short-id.ts'

/** Asks before a dataset of somebody goes, and whether they may still take it back. */
export function RemoveDatasetDialog({ dataset, onClose }: { dataset: AdministeredDataset; onClose: () => void }) {
  const client = useQueryClient()
  const { id, owner, stored_bytes, version_count, dashboard_count, deleted_at } = dataset
  const used = dashboardsSentence([dashboard_count], 1)
  const [isForEver, setIsForEver] = useState(deleted_at !== null)
  const remove = useMutation({
    mutationFn: () => tell('DELETE', `/admin/datasets/${id}`, { query: { permanent: isForEver } }),
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries({ queryKey: administeredKey })
      const fate = isForEver ? 'is deleted for ever.' : `is in the trash of ${owner.username}.`
      notify({ text: `The dataset ${shortId(id)} ${fate}` })
    },
  })
  const held = `${formatCounted(version_count, 'version')}, ${formatBytes(stored_bytes)}`
  return (
    <DangerDialog
      title={`Delete a dataset of ${owner.username}?`}
      confirm={isForEver ? 'Delete for ever' : 'Put into the trash'}
      error={remove.error}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        The dataset {shortId(id)} ({held}) is {owner.username}'s{deleted_at ? ', and in their trash' : ''}. Everybody it
        is shared with loses it at once.
      </p>
      {used && <p className="mt-2 font-medium text-text">{used}</p>}
      {deleted_at ? (
        <p className="mt-2">Its files are deleted for ever. This cannot be undone.</p>
      ) : (
        <RadioGroup
          aria-label="Where it goes"
          value={isForEver ? 'ever' : 'trash'}
          onChange={(value) => setIsForEver(value === 'ever')}
          className="mt-4 flex flex-col gap-2"
        >
          <RadioChoice value="trash">Into the trash of {owner.username}, who can take it out again</RadioChoice>
          <RadioChoice value="ever">For ever, with all files and versions; this cannot be undone</RadioChoice>
        </RadioGroup>
      )}
    </DangerDialog>
  )
}
