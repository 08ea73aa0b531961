import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import {
  recoveryCodesSchema,
  type SecondFactorSetup as Secret,
  secondFactorSetupSchema,
} from '../../shared/second-factor.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { CodeField } from './code-field.tsx'
import { fieldErrors } from './field-errors.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** A new secret, which counts once a code of it has been sent. */
export const askForSecret = () => change('POST', '/auth/totp', secondFactorSetupSchema)

/** From a new secret, which it asks for unless one is given, over its first code to the recovery codes. */
export function SecondFactorSetup({
  secret,
  onConfirmed,
  onDone,
}: {
  secret?: Secret
  onConfirmed?: () => void
  onDone: () => void
}) {
  const [code, setCode] = useState('')
  const setup = useQuery({
    queryKey: ['second-factor-setup', secret?.secret],
    queryFn: askForSecret,
    ...(secret ? { initialData: secret } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  const confirm = useMutation({
    mutationFn: () => change('POST', '/auth/totp/confirm', recoveryCodesSchema, { body: { code } }),
    ...(onConfirmed ? { onSuccess: onConfirmed } : {}),
  })
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onDone={onDone} />
  const wrong = fieldErrors(confirm.error, ['code']).code
  const error = setup.error ?? (wrong ? null : confirm.error)
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (code !== '') confirm.mutate()
      }}
    >
      <p>Scan this with an authenticator app, or type the secret into it. Then write the six digits it shows.</p>
      {error && (
        <Callout live tone="failed">
          {sentenceOf(error)}
        </Callout>
      )}
      {setup.data ? (
        <img
          src={`data:image/svg+xml,${encodeURIComponent(setup.data.qr_svg)}`}
          alt="QR code of the secret"
          className="size-44 self-center rounded"
        />
      ) : (
        <Loading label="Making a secret" className="self-center">
          <Skeleton className="size-44" />
        </Loading>
      )}
      <div className="flex items-start gap-1 rounded bg-sunken py-1.5 pr-1.5 pl-3 shadow-[inset_0_0_0_1px_var(--color-hairline)]">
        <code className="min-h-5 min-w-0 flex-1 py-0.5 font-mono text-12 text-text wrap-anywhere select-all">
          {setup.data?.secret.replace(/.{4}(?=.)/g, '$& ')}
        </code>
        <CopyButton label="Copy the secret" text={setup.data?.secret ?? ''} />
      </div>
      <CodeField
        label="Code"
        inputMode="numeric"
        autoFocus
        value={code}
        error={wrong ?? null}
        onChange={(typed) => {
          setCode(typed)
          if (confirm.error) confirm.reset()
        }}
      />
      <Button
        type="submit"
        variant="primary"
        className="self-end"
        isDisabled={code.trim() === '' || !setup.data}
        isPending={confirm.isPending}
      >
        Turn it on
      </Button>
    </Form>
  )
}
