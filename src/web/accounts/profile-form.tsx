import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { type User, userSchema } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { meKey } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { notify } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { fieldErrors } from './field-errors.ts'
import { VerifyNote } from './verify-note.tsx'

const fields = ['full_name', 'username', 'email'] as const
type Field = (typeof fields)[number]

/** The person's own name and addresses; only what changed is sent. */
export function ProfileForm({ person }: { person: User }) {
  const client = useQueryClient()
  const stored: Record<Field, string> = {
    full_name: person.full_name ?? '',
    username: person.username,
    email: person.email,
  }
  const [values, setValues] = useState(stored)
  const changed = fields.filter((field) => values[field].trim() !== stored[field])
  const save = useMutation({
    mutationFn: () =>
      change('PATCH', '/users/me', userSchema, {
        body: Object.fromEntries(changed.map((field) => [field, values[field].trim() || null])),
      }),
    onSuccess: (user) => {
      client.setQueryData(meKey, user)
      const wished = values.email.trim()
      setValues({ full_name: user.full_name ?? '', username: user.username, email: user.email })
      notify({
        text:
          wished === user.email
            ? 'Your profile is saved.'
            : `A link is on its way to ${wished}. Your address changes when it is opened there.`,
      })
    },
  })
  const errors = fieldErrors(save.error, fields)
  const bind = (field: Field) => ({
    name: field,
    value: values[field],
    error: errors[field],
    onChange: (value: string) => setValues((now) => ({ ...now, [field]: value })),
  })
  return (
    <Form
      className="flex max-w-88 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed.length > 0) save.mutate()
      }}
    >
      {save.error && Object.keys(errors).length === 0 && (
        <Callout live tone="failed">
          {sentenceOf(save.error)}
        </Callout>
      )}
      <TextField label="Full name" autoComplete="name" maxLength={100} {...bind('full_name')} />
      <TextField label="Username" autoComplete="username" spellCheck="false" {...bind('username')} />
      <TextField label="E-mail" type="email" autoComplete="email" {...bind('email')} />
      <VerifyNote person={person} />
      <Button
        type="submit"
        variant="primary"
        isDisabled={changed.length === 0}
        isPending={save.isPending}
        className="self-start"
      >
        Save
      </Button>
    </Form>
  )
}
