import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { madeInvitationSchema } from '../../shared/invitations.ts'
import { fieldErrors } from '../accounts/field-errors.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { ShownOnce } from './shown-once.tsx'

export const invitationsKey = ['invitations'] as const

const lifetimes = [
  { value: '24', label: 'One day' },
  { value: '168', label: 'One week' },
  { value: '720', label: 'Thirty days' },
] as const

/** Makes an invitation and shows its link once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [isSuperuser, setIsSuperuser] = useState(false)
  const [hours, setHours] = useState<(typeof lifetimes)[number]['value']>('168')
  const invite = useMutation({
    mutationFn: () => {
      const body = { email: email.trim() || null, is_superuser: isSuperuser, expires_in_hours: Number(hours) }
      return change('POST', '/invitations', madeInvitationSchema, { body })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsKey }),
  })
  const refused = fieldErrors(invite.error, ['email'])
  const made = invite.data
  return (
    <Dialog
      title={made ? 'The invitation is made' : 'Invite somebody'}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {made ? (
        <div role="status">
          <p className="mb-4">
            {made.mailed
              ? `It is on its way to ${email.trim()}. You can also hand the link over yourself.`
              : 'Send this link to whom you invite.'}
          </p>
          <ShownOnce label="Invitation" url={made.url} expiresAt={made.expires_at} opens="gets in" />
          <div className="mt-5 flex justify-end">
            <Button variant="primary" onPress={onClose} autoFocus>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            invite.mutate()
          }}
        >
          {invite.error && !refused.email && (
            <Callout live tone="failed">
              {sentenceOf(invite.error)}
            </Callout>
          )}
          <TextField
            label="E-mail"
            type="email"
            autoComplete="off"
            literal
            autoFocus
            hint="Optional. Then the invitation is for this address alone."
            value={email}
            onChange={(value) => {
              setEmail(value)
              if (invite.error) invite.reset()
            }}
            error={refused.email}
          />
          <Select label="Good for" value={hours} options={lifetimes} onChange={setHours} size="large" />
          <Checkbox isSelected={isSuperuser} onChange={setIsSuperuser}>
            Administrator: looks after people and settings
          </Checkbox>
          <div className="mt-1 flex justify-end gap-2">
            <Button onPress={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isPending={invite.isPending}>
              Make the link
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
