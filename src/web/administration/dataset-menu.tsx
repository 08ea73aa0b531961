import { Ellipsis, Trash2, UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import type { AdministeredDataset } from '../../shared/administered-dataset.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { HandDatasetOverDialog } from './hand-dataset-over-dialog.tsx'
import { RemoveDatasetDialog } from './remove-dataset-dialog.tsx'
import { shortId } from './short-id.ts'

/** What an administrator may do with a dataset of somebody: hand it over, or delete it. */
export function DatasetMenu({ dataset }: { dataset: AdministeredDataset }) {
  const [open, setOpen] = useState<'hand-over' | 'remove'>()
  const close = () => setOpen(undefined)
  const label = `Actions for dataset ${shortId(dataset.id)} of ${dataset.owner.username}`
  return (
    <>
      <MenuTrigger>
        <IconButton label={label}>
          <Ellipsis aria-hidden size={16} />
        </IconButton>
        <Menu label={label} placement="bottom end">
          <MenuItem icon={<UserRoundCheck aria-hidden size={14} />} onAction={() => setOpen('hand-over')}>
            Hand over
          </MenuItem>
          <MenuItem danger icon={<Trash2 aria-hidden size={14} />} onAction={() => setOpen('remove')}>
            Delete
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {open === 'hand-over' && <HandDatasetOverDialog dataset={dataset} onClose={close} />}
      {open === 'remove' && <RemoveDatasetDialog dataset={dataset} onClose={close} />}
    </>
  )
}
