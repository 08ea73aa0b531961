import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { authOptionsQuery } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Callout } from '../ui/callout.tsx'
import { useFragmentToken } from './fragment-token.ts'
import { linkClass } from './link-class.ts'
import { RegisterForm } from './register-form.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

const route = getRouteApi('/register')

export function RegisterPage() {
  const search = route.useSearch()
  const { data: options } = useSuspenseQuery(authOptionsQuery)
  const invitation = useFragmentToken()
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
      {invitation && !isFirst && <p className="mt-1.5 text-13 text-text-2">You are invited to this DataLens.</p>}
      {options.registration === 'open' || isFirst || (invitation && options.registration === 'invite') ? (
        <RegisterForm to={search.to} needsSetupCode={options.needs_setup_code} invitation={invitation} />
      ) : options.registration === 'invite' ? (
        <Callout className="mt-5" title="New accounts are by invitation">
          Ask an administrator of this DataLens for an invitation, and open its link.
        </Callout>
      ) : (
        <Callout className="mt-5" title="Nobody can register here">
          Ask an administrator of this DataLens for an account.
        </Callout>
      )}
      {!isFirst && (
        <p className="mt-5 text-13 text-text-2">
          Have an account?{' '}
          <Link to="/login" search={search} className={linkClass}>
            Sign in
          </Link>
        </p>
      )}
    </SignInFrame>
  )
}
