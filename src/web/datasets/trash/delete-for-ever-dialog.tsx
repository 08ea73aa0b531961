import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { notify } from '../../ui/notice.tsx'
import { dashboardCountsQuery, dashboardsSentence } from './dashboards-that-lose.ts'
import { deleteDatasets } from './trash-datasets.ts'

const named = 5

/** Asks before datasets and their files go for good, and names what goes. */
export function DeleteForEverDialog({
  datasets,
  onClose,
}: {
  datasets: readonly DatasetListItem[]
  onClose: () => void
}) {
  const client = useQueryClient()
  const { data: counts = [] } = useQuery(dashboardCountsQuery(datasets.map(({ id }) => id)))
  const used = dashboardsSentence(counts, datasets.length)
  const bytes = datasets.reduce((sum, { file_size }) => sum + file_size, 0)
  const what = datasets.length === 1 && datasets[0] ? datasets[0].title : formatCounted(datasets.length, 'dataset')
  const remove = useMutation({
    mutationFn: () => deleteDatasets(client, datasets),
    onSuccess: (done) => {
      onClose()
      if (done) notify({ text: `${what} ${datasets.length === 1 ? 'is' : 'are'} gone for good.` })
    },
  })
  return (
    <Dialog
      role="alertdialog"
      title={`Delete ${what} for ever?`}
      isOpen={datasets.length > 0}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Keep
          </Button>
          <Button variant="danger" isPending={remove.isPending} onPress={() => remove.mutate()}>
            Delete for ever
          </Button>
        </>
      }
    >
      <p>
        The original {datasets.length === 1 ? 'file' : 'files'} ({formatBytes(bytes)}), every version, the profile and
        the receipt go with it. This cannot be undone.
      </p>
      {used && <p className="mt-3 font-medium text-text">{used}</p>}
      {datasets.length > 1 && (
        <ul className="mt-3 list-disc pl-5 text-text">
          {datasets.slice(0, named).map(({ id, title }) => (
            <li key={id} className="wrap-anywhere">
              {title}
            </li>
          ))}
          {datasets.length > named && <li>and {formatCounted(datasets.length - named, 'other')}</li>}
        </ul>
      )}
    </Dialog>
  )
}
