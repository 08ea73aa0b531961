import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogTrigger } from '../../ui/dialog.tsx'
import { SharePanel } from './share-panel.tsx'

/** Opens the panel that answers who can see the dataset. */
export function ShareButton({ dataset }: { dataset: Dataset }) {
  const [isOpen, setOpen] = useState(false)
  useShortcut('s', 'Share', () => setOpen(true))
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button variant="quiet">
        <UsersRound aria-hidden size={14} />
        Share
      </Button>
      <Dialog title={`Share ${dataset.title}`}>{({ close }) => <SharePanel dataset={dataset} onDone={close} />}</Dialog>
    </DialogTrigger>
  )
}
