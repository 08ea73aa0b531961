import { useQueryClient } from '@tanstack/react-query'
import { CircleStop, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { apiUrl, tell } from '../../api/request.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { notify } from '../../ui/notice.tsx'
import { trashDatasets } from '../trash/trash-datasets.ts'

const RenameDialog = lazy(() => import('./rename-dialog.tsx').then((file) => ({ default: file.RenameDialog })))

export function DatasetMenu({ dataset }: { dataset: DatasetListItem }) {
  const client = useQueryClient()
  const [isRenaming, setIsRenaming] = useState(false)
  const mayChange = dataset.role !== 'viewer'
  return (
    <>
      <MenuTrigger>
        <IconButton label={`Actions for ${dataset.title}`}>
          <Ellipsis aria-hidden size={16} />
        </IconButton>
        <Menu label={`Actions for ${dataset.title}`} placement="bottom end">
          {mayChange && (
            <MenuItem icon={<Pencil aria-hidden size={14} />} onAction={() => setIsRenaming(true)}>
              Rename
            </MenuItem>
          )}
          {dataset.job && mayChange && (
            <MenuItem icon={<CircleStop aria-hidden size={14} />} onAction={() => void stopReading(dataset)}>
              Stop reading
            </MenuItem>
          )}
          <MenuItem
            icon={<Download aria-hidden size={14} />}
            href={apiUrl(`/datasets/${dataset.id}/download`)}
            download
          >
            Download the original
          </MenuItem>
          {dataset.role === 'owner' && (
            <>
              <MenuSeparator />
              <MenuItem
                danger
                icon={<Trash2 aria-hidden size={14} />}
                onAction={() => void trashDatasets(client, [dataset])}
              >
                Move to the trash
              </MenuItem>
            </>
          )}
        </Menu>
      </MenuTrigger>
      {isRenaming && (
        <Suspense>
          <RenameDialog dataset={dataset} isOpen onOpenChange={setIsRenaming} />
        </Suspense>
      )}
    </>
  )
}

async function stopReading({ id, title }: DatasetListItem): Promise<void> {
  try {
    await tell('POST', `/datasets/${id}/cancel`)
  } catch (error) {
    notify({ text: `${title} could not be stopped. ${sentenceOf(error)}` })
  }
}
