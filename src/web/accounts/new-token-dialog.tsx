import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { newPersonalTokenSchema, type TokenScope } from '../../shared/tokens.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { meQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { fieldErrors } from './field-errors.ts'
import { tokensQuery } from './security-queries.ts'
import { endOf, type Lifetime, lifetimeOptions, scopeOptions } from './token-choices.ts'

/** Makes a token and shows it, once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const { data: person } = useSuspenseQuery(meQuery)
  const [name, setName] = useState('')
  const [scope, setScope] = useState<TokenScope>('read')
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const make = useMutation({
    mutationFn: () =>
      change('POST', '/auth/tokens', newPersonalTokenSchema, {
        body: { name: name.trim(), scopes: [scope], expires_at: endOf(lifetime, Date.now()) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  })
  const errors = fieldErrors(make.error, ['name'])
  return (
    <Dialog
      title={make.data ? 'Your new token' : 'New token'}
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      width={make.data ? 'wide' : 'narrow'}
    >
      {make.data ? (
        <MadeToken token={make.data.token} onDone={onClose} />
      ) : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') make.mutate()
          }}
        >
          {make.error && !errors.name && (
            <Callout live tone="failed">
              {sentenceOf(make.error)}
            </Callout>
          )}
          <TextField
            label="What it is for"
            name="name"
            placeholder="Nightly load"
            autoFocus
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={setName}
            error={errors.name ?? null}
          />
          <Select
            label="What it may do"
            size="large"
            value={scope}
            options={person.is_superuser ? scopeOptions : scopeOptions.filter(({ value }) => value !== 'admin')}
            onChange={setScope}
          />
          <Select label="How long" size="large" value={lifetime} options={lifetimeOptions} onChange={setLifetime} />
          <div className="flex justify-end gap-2">
            <Button onPress={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isDisabled={name.trim() === ''} isPending={make.isPending}>
              Make the token
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}

function MadeToken({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <div role="status" className="flex flex-col gap-4">
      <p>Copy it now: it is shown only here. Keep it like a password: whoever has it can use it.</p>
      <div className="flex items-start gap-1 rounded bg-sunken py-1.5 pr-1.5 pl-3 shadow-[inset_0_0_0_1px_var(--color-hairline)]">
        <code
          data-testid="token"
          className="min-w-0 flex-1 py-0.5 font-mono text-13 text-text wrap-anywhere select-all"
        >
          {token}
        </code>
        <CopyButton label="Copy the token" text={token} autoFocus />
      </div>
      <p>
        Send it as <code className="font-mono text-13 text-text">Authorization: Bearer dl_…</code>
      </p>
      <Button variant="primary" className="self-end" onPress={onDone}>
        Done
      </Button>
    </div>
  )
}
