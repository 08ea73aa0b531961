import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { User } from '../../shared/account.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { forgetSession } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatBytes, formatCounted } from '../ui/format.ts'
import { PasswordField } from './password-field.tsx'

/** The way out: names what goes, asks for the password, and ends on the sign-in page. */
export function DeleteAccount({ person }: { person: User }) {
  const [isOpen, setIsOpen] = useState(false)
  const what =
    person.dataset_count === 0
      ? 'Your account goes at once and for good.'
      : `Your account goes at once and for good, with ${formatCounted(person.dataset_count, 'dataset')} (${formatBytes(person.storage_used_bytes)}), also for the people you share them with.`
  return (
    <>
      <p className="mb-3 text-13 text-text-2">{what}</p>
      <Button onPress={() => setIsOpen(true)}>Delete your account</Button>
      <Dialog role="alertdialog" title="Delete your account?" isOpen={isOpen} onOpenChange={setIsOpen}>
        <DeleteForm person={person} what={what} onCancel={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function DeleteForm({ person, what, onCancel }: { person: User; what: string; onCancel: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const leave = useMutation({
    mutationFn: async () => {
      const isCode = person.second_factor && /^\d{6}$/.test(password)
      await tell('POST', '/auth/step-up', { body: isCode ? { code: password } : { password } })
      await tell('DELETE', '/users/me')
    },
    onSuccess: async () => {
      forgetSession(client)
      await navigate({ to: '/login' })
    },
  })
  const isWrong = hasCode(leave.error, 'wrong_credentials', 'invalid')
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '') leave.mutate()
      }}
      className="flex flex-col gap-4"
    >
      <p>{what} This cannot be undone.</p>
      {leave.error && !isWrong && (
        <Callout live tone="failed">
          {sentenceOf(leave.error)}
        </Callout>
      )}
      <PasswordField
        label={person.second_factor ? 'Your password, or a code of your second factor' : 'Your password'}
        name="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        onChange={(value) => {
          setPassword(value)
          if (leave.error) leave.reset()
        }}
        error={isWrong ? sentenceOf(leave.error) : null}
      />
      <div className="flex justify-end gap-2">
        <Button onPress={onCancel}>Keep the account</Button>
        <Button type="submit" variant="danger" isPending={leave.isPending} isDisabled={password === ''}>
          Delete for ever
        </Button>
      </div>
    </Form>
  )
}
