import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { authOptionsQuery } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Callout } from '../ui/callout.tsx'
import { RegisterForm } from './register-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

const route = getRouteApi('/register')

export function RegisterPage() {
  const search = route.useSearch()
  const { data: options } = useSuspenseQuery(authOptionsQuery)
  const isFirst = options.first_account
  const title = isFirst ? 'Create the first account' : 'Create an account'
  usePageTitle(title)
  return (
    <SignInFrame title={title}>
      {isFirst && (
        <p className="mt-1.5 text-13 text-text-2">
          Nobody is here yet. The first account also administers this DataLens.
        </p>
      )}
      {options.registration === 'open' || isFirst ? (
        <RegisterForm to={search.to} needsSetupCode={options.needs_setup_code} />
      ) : (
        <Callout className="mt-5" title="New accounts are by invitation">
          Ask an administrator of this DataLens for an invitation.
        </Callout>
      )}
      {!isFirst && (
        <p className="mt-5 text-13 text-text-2">
          Have an account?{' '}
          <Link to="/login" search={search} className="font-medium text-accent underline underline-offset-2">
            Sign in
          </Link>
        </p>
      )}
    </SignInFrame>
  )
}
