import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { User } from '../../shared/account.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import type { PersonChange } from '../../shared/people.ts'
import { fieldErrors } from '../accounts/field-errors.ts'
import { sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { changePerson, nameOf } from './people-queries.ts'
import { parseQuota, quotaText } from './quota-text.ts'

const fields = ['full_name', 'username', 'email', 'quota_bytes'] as const
type Field = (typeof fields)[number]

/** Changes what an administrator may change of somebody by writing; only what is different is sent. */
export function EditPersonDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const client = useQueryClient()
  const stored: Record<Field, string> = {
    full_name: person.full_name ?? '',
    username: person.username,
    email: person.email,
    quota_bytes: person.quota_is_default || person.quota_bytes === null ? '' : quotaText(person.quota_bytes),
  }
  const [values, setValues] = useState(stored)
  const changed = fields.filter((field) => values[field].trim() !== stored[field])
  const quota = values.quota_bytes.trim() === '' ? null : parseQuota(values.quota_bytes)
  const save = useMutation({
    mutationFn: () => changePerson(client, person, changeOf(changed, values, quota ?? null)),
    onSuccess: (saved) => {
      notify({ text: `${nameOf(saved)} is saved.` })
      onClose()
    },
  })
  const refused = fieldErrors(save.error, fields)
  const bind = (field: Field) => ({
    name: field,
    value: values[field],
    error: refused[field],
    autoComplete: 'off',
    onChange: (value: string) => {
      setValues((now) => ({ ...now, [field]: value }))
      if (save.error) save.reset()
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (quota === undefined) return
    if (changed.length === 0) onClose()
    else save.mutate()
  }
  const everybodys = person.quota_is_default && person.quota_bytes !== null ? formatBytes(person.quota_bytes) : null
  return (
    <Dialog title={`Edit ${nameOf(person)}`} isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Form onSubmit={submit} className="flex flex-col gap-4">
        {save.error && Object.keys(refused).length === 0 && (
          <Callout live tone="failed">
            {sentenceOf(save.error)}
          </Callout>
        )}
        <TextField label="Full name" autoFocus maxLength={100} {...bind('full_name')} />
        <TextField label="Username" literal maxLength={50} {...bind('username')} />
        <TextField label="E-mail" type="email" literal {...bind('email')} />
        <TextField
          label="Storage quota"
          literal
          placeholder={everybodys ? `${everybodys}, as everybody` : 'As everybody'}
          hint="Such as 5 GiB. Empty: the same as for everybody."
          {...bind('quota_bytes')}
          error={quota === undefined ? 'Write a size such as 5 GiB, or leave it empty.' : refused.quota_bytes}
        />
        <p className="tabular text-13">
          Stores {formatBytes(person.storage_used_bytes)} in {formatCounted(person.dataset_count, 'dataset')}.
        </p>
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={changed.length === 0}>
            Save
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function changeOf(changed: readonly Field[], values: Record<Field, string>, quota: number | null): PersonChange {
  return Object.fromEntries(
    changed.map((field) => [field, field === 'quota_bytes' ? quota : values[field].trim() || null]),
  )
}
