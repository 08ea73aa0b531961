import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { User } from '../../shared/account.ts'
import type { AdministeredDataset } from '../../shared/administered-dataset.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { administeredKey } from './datasets-queries.ts'
import { nameOf } from './people-queries.ts'
import { PersonCombo } from './person-combo.tsx'
import { shortId } from './short-id.ts'

/** Asks who is to own a dataset from now on, and says what that means for who owns it now. */
export function HandDatasetOverDialog({ dataset, onClose }: { dataset: AdministeredDataset; onClose: () => void }) {
  const client = useQueryClient()
  const [heir, setHeir] = useState<User>()
  const { id, owner, file_size } = dataset
  const handOver = useMutation({
    mutationFn: (to: User) => tell('POST', `/admin/datasets/${id}/transfer`, { body: { user_id: to.id } }),
    onSuccess: async (_, to) => {
      onClose()
      await client.invalidateQueries({ queryKey: administeredKey })
      notify({ text: `${nameOf(to)} owns the dataset ${shortId(id)} now.` })
    },
  })
  return (
    <Dialog
      title="Hand a dataset over"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isPending={handOver.isPending}
            isDisabled={!heir}
            onPress={() => heir && handOver.mutate(heir)}
          >
            Hand over
          </Button>
        </>
      }
    >
      {handOver.error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(handOver.error)}
        </Callout>
      )}
      <p className="mb-4">
        {owner.username} loses the dataset {shortId(id)} ({formatBytes(file_size)}), and keeps no access to it. The
        people it is shared with keep theirs. Whether the new owner has room for it is not asked.
      </p>
      <PersonCombo label="New owner" exceptId={owner.id} value={heir} onChange={setHeir} />
    </Dialog>
  )
}
