import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { User } from '../../shared/account.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { returnAddress } from '../session/return-address.ts'
import { authOptionsQuery, beginSession, mustSetUpSecondFactor, signIn } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { TextField } from '../ui/text-field.tsx'
import { forgetFragmentToken, useFragmentToken } from './fragment-token.ts'
import { linkClass } from './link-class.ts'
import { mfaTokenOf } from './mfa-token-of.ts'
import { PasswordField } from './password-field.tsx'
import { ProviderButton } from './provider-button.tsx'
import { providerProblem } from './provider-problem.ts'
import { SignInCode } from './sign-in-code.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

const route = getRouteApi('/login')

export function SignInPage() {
  usePageTitle('Sign in')
  const search = route.useSearch()
  const { data: options } = useSuspenseQuery(authOptionsQuery)
  const problem = providerProblem(search.problem, options.oidc?.name ?? 'The sign-in provider')
  const client = useQueryClient()
  const router = useRouter()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(true)
  const [missing, setMissing] = useState(false)
  const [providerToken, setProviderToken] = useState(useFragmentToken())
  const loginInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)

  const enter = (user: User) => {
    beginSession(client, user)
    if (!mustSetUpSecondFactor(user, options)) router.history.push(returnAddress(search.to))
    else void router.navigate({ to: '/set-up-second-factor', search: search.to ? { to: search.to } : {} })
  }
  const attempt = useMutation({
    mutationFn: () => signIn(login.trim(), password, remember),
    onSuccess: enter,
    onError: () => {
      passwordInput.current?.focus()
      passwordInput.current?.select()
    },
  })

  const startAgain = () => {
    attempt.reset()
    forgetFragmentToken()
    setProviderToken(undefined)
  }

  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const isMissing = login.trim() === '' || password === ''
    setMissing(isMissing)
    if (!isMissing) attempt.mutate()
    else if (login.trim() === '') loginInput.current?.focus()
    else passwordInput.current?.focus()
  }

  const mfaToken = mfaTokenOf(attempt.error) ?? providerToken
  if (mfaToken) {
    return (
      <SignInFrame title="One more step">
        <SignInCode key={mfaToken} mfaToken={mfaToken} onSignedIn={enter} onBack={startAgain} />
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title="Sign in">
      {search.ended && !attempt.error && (
        <Callout live className="mt-4">
          Your session has ended. Sign in to go on where you were.
        </Callout>
      )}
      {problem && !attempt.error && (
        <Callout live tone="failed" className="mt-4">
          {problem}
        </Callout>
      )}
      {attempt.error && (
        <Callout live tone="failed" className="mt-4">
          {hasCode(attempt.error, 'wrong_credentials')
            ? 'The name or the password is wrong. Check both and try again.'
            : sentenceOf(attempt.error)}
        </Callout>
      )}
      <Form onSubmit={submit} className="mt-5 flex flex-col gap-4">
        <TextField
          label="E-mail or username"
          name="login"
          autoComplete="username"
          literal
          autoFocus
          value={login}
          onChange={setLogin}
          inputRef={loginInput}
          error={missing && login.trim() === '' ? 'Enter your e-mail address or username.' : null}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          inputRef={passwordInput}
          error={missing && password === '' ? 'Enter your password.' : null}
        />
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <Checkbox isSelected={remember} onChange={setRemember}>
            Keep me signed in
          </Checkbox>
          <Link to="/forgot-password" className={`${linkClass} text-13`}>
            Forgot your password?
          </Link>
        </div>
        <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
          Sign in
        </Button>
      </Form>
      {options.oidc && <ProviderButton name={options.oidc.name} to={search.to} />}
      <p className="mt-5 text-13 text-text-2">
        {options.registration === 'open' ? (
          <>
            No account yet?{' '}
            <Link to="/register" search={search.to ? { to: search.to } : {}} className={linkClass}>
              Create one
            </Link>
          </>
        ) : options.registration === 'invite' ? (
          'No account yet? New accounts are by invitation: ask an administrator.'
        ) : (
          'No account yet? Ask an administrator for one.'
        )}
      </p>
    </SignInFrame>
  )
}
