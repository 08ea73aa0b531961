import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { passwordSchema } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { fieldErrors } from './field-errors.ts'
import { forgetFragmentToken, useFragmentToken } from './fragment-token.ts'
import { PasswordField } from './password-field.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** Where the link to a new password leads. */
export function ResetPage() {
  return (
    <ChoosePassword
      title="Choose a new password"
      done="Your password is changed"
      after="You are signed out everywhere, and access tokens of scripts have ended. Sign in with the new password."
    />
  )
}

/** Where the link of an account that somebody else has made leads. */
export function SetUpPage() {
  return (
    <ChoosePassword title="Choose your password" done="Your account is ready" after="Sign in with the new password." />
  )
}

function ChoosePassword({ title, done, after }: { title: string; done: string; after: string }) {
  usePageTitle(title)
  const token = useFragmentToken()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const choose = useMutation({
    mutationFn: () => tell('POST', '/auth/reset', { body: { token, new_password: password } }),
    onSuccess: forgetFragmentToken,
    onError: (failure) => {
      setError(fieldErrors(failure, ['new_password']).new_password)
      input.current?.focus()
    },
  })

  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const checked = passwordSchema.safeParse(password)
    setError(checked.success ? undefined : password === '' ? 'Choose a password.' : checked.error.issues[0]?.message)
    if (checked.success) choose.mutate()
    else input.current?.focus()
  }

  if (choose.isSuccess) {
    return (
      <SignInFrame title={done}>
        <Callout live tone="verified" className="mt-4">
          {after}
        </Callout>
        <Link to="/login" className={`${buttonClass('primary', 'large')} mt-5`}>
          Sign in
        </Link>
      </SignInFrame>
    )
  }
  const refusal = token === undefined ? 'This page needs the whole link: open it once more as you got it.' : undefined
  const failure = choose.error && !error ? sentenceOf(choose.error) : undefined
  return (
    <SignInFrame title={title}>
      {(refusal || failure) && (
        <Callout live tone="failed" className="mt-4">
          {refusal ?? failure}{' '}
          <Link to="/forgot-password" className="font-medium underline underline-offset-2">
            Ask for a new link
          </Link>
        </Callout>
      )}
      {token !== undefined && (
        <Form onSubmit={submit} className="mt-5 flex flex-col gap-4">
          <PasswordField
            label="New password"
            name="new-password"
            autoComplete="new-password"
            autoFocus
            hint="At least 8 characters. A few unrelated words are strong and easy to keep."
            value={password}
            onChange={(value) => {
              setPassword(value)
              setError(undefined)
            }}
            inputRef={input}
            error={error}
          />
          <Button type="submit" variant="primary" size="large" isPending={choose.isPending}>
            Save the password
          </Button>
        </Form>
      )}
    </SignInFrame>
  )
}
