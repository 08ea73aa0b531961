import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { forgottenSchema } from '../../shared/one-time-links.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { authOptionsQuery } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { TextField } from '../ui/text-field.tsx'
import { linkClass } from './link-class.ts'
import { SignInFrame } from './sign-in-frame.tsx'

/** Where people who have lost their password ask for a link to a new one. */
export function ForgotPage() {
  usePageTitle('Forgotten password')
  const { data: options } = useSuspenseQuery(authOptionsQuery)
  const [email, setEmail] = useState('')
  const [error, setError] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const ask = useMutation({
    mutationFn: (address: string) => tell('POST', '/auth/forgot', { body: { email: address } }),
  })

  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const checked = forgottenSchema.safeParse({ email })
    setError(
      checked.success ? undefined : email.trim() ? 'This is not an e-mail address.' : 'Enter your e-mail address.',
    )
    if (checked.success) ask.mutate(checked.data.email)
    else input.current?.focus()
  }

  return (
    <SignInFrame title="Forgotten your password?">
      {!options.mail && <WithoutMail />}
      {ask.isSuccess ? (
        <Callout live className="mt-5" title={options.mail ? 'Look into your mail' : 'The mail is written'}>
          If {email.trim()} has an account here, a link to a new password{' '}
          {options.mail ? 'is on its way' : 'is in the mail folder'}. It works once, within one hour.
        </Callout>
      ) : (
        <>
          {ask.error && (
            <Callout live tone="failed" className="mt-4">
              {sentenceOf(ask.error)}
            </Callout>
          )}
          <Form onSubmit={submit} className="mt-5 flex flex-col gap-4">
            <TextField
              label="E-mail"
              type="email"
              name="email"
              autoComplete="email"
              autoFocus
              value={email}
              onChange={setEmail}
              inputRef={input}
              error={error}
              hint={
                options.mail
                  ? 'We mail you a link by which you choose a new password.'
                  : 'If this is your own machine: the mail with the link becomes a file in the folder mail of the data directory.'
              }
            />
            <Button
              type="submit"
              variant={options.mail ? 'primary' : 'secondary'}
              size="large"
              isPending={ask.isPending}
            >
              {options.mail ? 'Send the link' : 'Write the link to the mail folder'}
            </Button>
          </Form>
        </>
      )}
      <p className="mt-5 text-13 text-text-2">
        <Link to="/login" className={linkClass}>
          Back to sign-in
        </Link>
      </p>
    </SignInFrame>
  )
}

function WithoutMail() {
  return (
    <Callout className="mt-4" title="E-mail is not set up here">
      <p>Ask an administrator for a one-time link. Whoever runs this machine can also choose a new password there:</p>
      <code className="mt-1.5 block font-mono text-12 text-text wrap-anywhere">datalens user reset-password</code>
    </Callout>
  )
}
