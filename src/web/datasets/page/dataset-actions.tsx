import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, FileUp, Link2, NotebookPen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { apiUrl } from '../../api/request.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { notify } from '../../ui/notice.tsx'
import { writeClipboard } from '../../ui/write-clipboard.ts'
import { chooseFile } from '../../uploads/choose-file.ts'
import { startUploads } from '../../uploads/uploads.ts'
import { trashDatasets } from '../trash/trash-datasets.ts'
import { DescriptionDialog } from './description-dialog.tsx'

/** The address of the bytes as they were uploaded. */
export const originalUrl = (datasetId: string): string =>
  apiUrl(`/datasets/${encodeURIComponent(datasetId)}/download`, { format: 'original' })

const copyAddress = async () => {
  const worked = await writeClipboard(location.href)
  notify({
    text: worked
      ? 'The address of this view is copied.'
      : 'The browser did not allow copying. The address is in its address bar.',
  })
}

/** What can be done with the whole dataset. */
export function DatasetActions({ dataset }: { dataset: Dataset }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isDescribing, setDescribing] = useState(false)
  return (
    <>
      <MenuTrigger>
        <IconButton label="Actions">
          <Ellipsis aria-hidden size={16} />
        </IconButton>
        <Menu label="Actions" placement="bottom end">
          {dataset.role !== 'viewer' && (
            <MenuItem icon={<NotebookPen aria-hidden size={14} />} onAction={() => setDescribing(true)}>
              {dataset.description ? 'Change the description' : 'Describe'}
            </MenuItem>
          )}
          {dataset.role !== 'viewer' && (
            <MenuItem
              icon={<FileUp aria-hidden size={14} />}
              isDisabled={dataset.job !== null}
              onAction={() =>
                chooseFile((file) => startUploads(client, [file], { id: dataset.id, version: dataset.version }))
              }
            >
              Upload a new version
            </MenuItem>
          )}
          <MenuItem icon={<Link2 aria-hidden size={14} />} onAction={() => void copyAddress()}>
            Copy the address of this view
          </MenuItem>
          {dataset.role === 'owner' && (
            <>
              <MenuSeparator />
              <MenuItem
                danger
                icon={<Trash2 aria-hidden size={14} />}
                onAction={() => {
                  void navigate({ to: '/' })
                  void trashDatasets(client, [dataset])
                }}
              >
                Move to the trash
              </MenuItem>
            </>
          )}
        </Menu>
      </MenuTrigger>
      <DescriptionDialog dataset={dataset} isOpen={isDescribing} onOpenChange={setDescribing} />
    </>
  )
}
