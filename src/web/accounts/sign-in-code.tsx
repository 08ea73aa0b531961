import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { User } from '../../shared/account.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { signInWithCode } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { CodeField } from './code-field.tsx'
import { warnOfFewCodes } from './warn-of-few-codes.ts'

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export function SignInCode({
  mfaToken,
  onSignedIn,
  onBack,
}: {
  mfaToken: string
  onSignedIn: (user: User) => void
  onBack: () => void
}) {
  const [code, setCode] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const attempt = useMutation({
    mutationFn: () => signInWithCode(mfaToken, code),
    onSuccess: (user) => {
      onSignedIn(user)
      const isOfApp = /^\d{6}$/.test(code.replace(/\s/g, ''))
      if (!isOfApp) void warnOfFewCodes(() => void navigate({ to: '/account/security' }))
    },
    onError: () => {
      input.current?.focus()
      input.current?.select()
    },
  })
  const isWrong = hasCode(attempt.error, 'wrong_credentials')
  return (
    <>
      <p className="mt-2 text-14 text-text-2">
        Write the six digits your authenticator app shows, or one of your recovery codes.
      </p>
      {attempt.error && !isWrong && (
        <Callout live tone="failed" className="mt-4">
          {sentenceOf(attempt.error)}
        </Callout>
      )}
      <Form
        className="mt-5 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (code.trim() !== '') attempt.mutate()
        }}
      >
        <CodeField
          label="Code"
          autoFocus
          value={code}
          onChange={(typed) => {
            setCode(typed)
            if (attempt.error) attempt.reset()
          }}
          inputRef={input}
          error={isWrong ? sentenceOf(attempt.error) : null}
        />
        <Button
          type="submit"
          variant="primary"
          size="large"
          isDisabled={code.trim() === ''}
          isPending={attempt.isPending}
        >
          Sign in
        </Button>
        <Button variant="quiet" onPress={onBack}>
          Back to sign-in
        </Button>
      </Form>
    </>
  )
}
