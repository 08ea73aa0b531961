import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { createdPersonSchema } from '../../shared/people.ts'
import { fieldErrors } from '../accounts/field-errors.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { nameOf, peopleKey } from './people-queries.ts'
import { ShownOnce } from './shown-once.tsx'

const fields = ['email', 'username', 'full_name'] as const
type Field = (typeof fields)[number]

const emptySentences: Partial<Record<Field, string>> = {
  email: 'Enter their e-mail address.',
  username: 'Choose a username for them.',
}

/** Makes an account for somebody and shows, once, the link by which they choose their password. */
export function CreatePersonDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [values, setValues] = useState<Record<Field, string>>({ email: '', username: '', full_name: '' })
  const [isSuperuser, setIsSuperuser] = useState(false)
  const [isTried, setIsTried] = useState(false)
  const create = useMutation({
    mutationFn: () => {
      const { email, username, full_name } = values
      const body = { email, username: username.trim(), full_name: full_name.trim() || null, is_superuser: isSuperuser }
      return change('POST', '/users', createdPersonSchema, { body })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: peopleKey }),
  })
  const refused = fieldErrors(create.error, fields)
  const bind = (field: Field) => ({
    name: field,
    value: values[field],
    error: refused[field] ?? (isTried && values[field].trim() === '' ? emptySentences[field] : undefined),
    onChange: (value: string) => {
      setValues((now) => ({ ...now, [field]: value }))
      if (create.error) create.reset()
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    setIsTried(true)
    if (values.email.trim() && values.username.trim()) create.mutate()
  }
  const created = create.data
  return (
    <Dialog
      title={created ? `${nameOf(created)} has an account` : 'Add a person'}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {created ? (
        <div role="status">
          <p className="mb-4">
            Send {nameOf(created)} this link. It lets them choose a password; until then nobody can sign in.
          </p>
          {created.setup_url && created.setup_expires_at && (
            <ShownOnce label="Set-up link" url={created.setup_url} expiresAt={created.setup_expires_at} />
          )}
          <div className="mt-5 flex justify-end">
            <Button variant="primary" onPress={onClose} autoFocus>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <Form onSubmit={submit} className="flex flex-col gap-4">
          {create.error && Object.keys(refused).length === 0 && (
            <Callout live tone="failed">
              {sentenceOf(create.error)}
            </Callout>
          )}
          <TextField label="E-mail" type="email" autoComplete="off" literal autoFocus {...bind('email')} />
          <TextField label="Username" autoComplete="off" literal maxLength={50} {...bind('username')} />
          <TextField label="Full name" hint="Optional." autoComplete="off" maxLength={100} {...bind('full_name')} />
          <Checkbox isSelected={isSuperuser} onChange={setIsSuperuser}>
            Administrator: looks after people and settings
          </Checkbox>
          <div className="mt-1 flex justify-end gap-2">
            <Button onPress={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isPending={create.isPending}>
              Create the account
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
