import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedQuery } from '../../shared/queries.ts'
import { tell } from '../api/request.ts'
import { DangerDialog } from '../shell/danger-dialog.tsx'
import { queriesPath, savedQueries } from './query-requests.ts'

export function DeleteQueryDialog({
  datasetId,
  saved,
  onClose,
}: {
  datasetId: string
  saved: SavedQuery
  onClose: () => void
}) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => tell('DELETE', `${queriesPath(datasetId)}/${saved.id}`),
    onSuccess: () => {
      onClose()
      return client.invalidateQueries({ queryKey: savedQueries(datasetId).queryKey })
    },
  })
  return (
    <DangerDialog
      title={`Delete ${saved.name}?`}
      confirm="Delete"
      error={remove.error}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>Its address stops working{saved.shared && ', for others too'}. The dataset stays as it is.</p>
    </DangerDialog>
  )
}
