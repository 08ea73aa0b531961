import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RadioGroup } from 'react-aria-components/RadioGroup'
import type { User } from '../../shared/account.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { tell } from '../api/request.ts'
import { DangerDialog } from '../shell/danger-dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { nameOf, peopleKey } from './people-queries.ts'
import { PersonCombo } from './person-combo.tsx'
import { RadioChoice } from './radio-choice.tsx'

/** Asks before somebody goes for good, names what goes with them, and offers to hand their datasets over. */
export function DeletePersonDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const client = useQueryClient()
  const [isHandedOver, setIsHandedOver] = useState(person.dataset_count > 0)
  const [heir, setHeir] = useState<User>()
  const name = nameOf(person)
  const held = `${formatCounted(person.dataset_count, 'dataset')} (${formatBytes(person.storage_used_bytes)})`
  const remove = useMutation({
    mutationFn: () => {
      const query = isHandedOver && heir ? { datasets: 'transfer', transfer_to: heir.id } : { datasets: 'delete' }
      return tell('DELETE', `/users/${person.id}`, { query })
    },
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries({ queryKey: peopleKey })
      const fate = isHandedOver && heir ? ` ${nameOf(heir)} has their datasets now.` : ''
      notify({ text: `${name} is deleted.${fate}` })
    },
  })
  return (
    <DangerDialog
      title={`Delete ${name}?`}
      confirm={isHandedOver ? 'Hand over and delete' : 'Delete for ever'}
      error={remove.error}
      isPending={remove.isPending}
      isDisabled={isHandedOver && !heir}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        The account of {person.email}, its sessions, access tokens and dashboards go at once. This cannot be undone. To
        keep somebody out for a while, deactivate them instead.
      </p>
      {person.dataset_count > 0 && (
        <RadioGroup
          aria-label="What becomes of their datasets"
          value={isHandedOver ? 'transfer' : 'delete'}
          onChange={(value) => setIsHandedOver(value === 'transfer')}
          className="mt-4 flex flex-col gap-2"
        >
          <RadioChoice value="transfer">Hand their {held} over to somebody</RadioChoice>
          {isHandedOver && (
            <div className="pl-6">
              <PersonCombo label="New owner" exceptId={person.id} value={heir} onChange={setHeir} />
            </div>
          )}
          <RadioChoice value="delete">Delete their {held} with all files, versions and charts</RadioChoice>
        </RadioGroup>
      )}
    </DangerDialog>
  )
}
