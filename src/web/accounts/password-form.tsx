import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { passwordSchema } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { notify } from '../ui/notice.tsx'
import { fieldErrors } from './field-errors.ts'
import { PasswordField } from './password-field.tsx'
import { sessionsQuery } from './security-queries.ts'

const fields = ['current_password', 'new_password'] as const

/** Chooses another password, for who knows the present one. */
export function PasswordForm() {
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [complaint, setComplaint] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: () => tell('PUT', '/auth/password', { body: { current_password: current, new_password: next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      notify({ text: 'Your password is changed. You are signed out everywhere else.' })
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
  const errors = fieldErrors(save.error, fields)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const parsed = passwordSchema.safeParse(next)
    setComplaint(parsed.error?.issues[0]?.message ?? null)
    if (parsed.success && current !== '') save.mutate()
  }
  return (
    <Form className="flex max-w-88 flex-col gap-4" onSubmit={submit}>
      {save.error && Object.keys(errors).length === 0 && (
        <Callout live tone="failed">
          {sentenceOf(save.error)}
        </Callout>
      )}
      <PasswordField
        label="Present password"
        name="current_password"
        autoComplete="current-password"
        value={current}
        onChange={(value) => {
          setCurrent(value)
          save.reset()
        }}
        error={errors.current_password ?? null}
      />
      <PasswordField
        label="New password"
        name="new_password"
        autoComplete="new-password"
        value={next}
        onChange={(value) => {
          setNext(value)
          setComplaint(null)
          save.reset()
        }}
        error={complaint ?? errors.new_password ?? null}
        hint="At least 8 characters. Signs you out everywhere else."
      />
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        isDisabled={current === '' || next === ''}
        isPending={save.isPending}
      >
        Change the password
      </Button>
    </Form>
  )
}
