import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { meKey } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { forgetFragmentToken, useFragmentToken } from './fragment-token.ts'
import { SignInFrame } from './sign-in-frame.tsx'

/** Where the link in a mail to an address leads. Programs open links before people do, so a person has to press. */
export function VerifyPage() {
  usePageTitle('Confirm your e-mail address')
  const client = useQueryClient()
  const token = useFragmentToken()
  const confirm = useMutation({
    mutationFn: () => tell('POST', '/auth/verify-email', { body: { token } }),
    onSuccess: () => {
      forgetFragmentToken()
      void client.invalidateQueries({ queryKey: meKey })
    },
  })
  if (confirm.isSuccess) {
    return (
      <SignInFrame title="Your e-mail address is confirmed">
        <Callout live tone="verified" className="mt-4">
          From now on mails about your account go there, and you can sign in with it.
        </Callout>
        <Link to="/" className={`${buttonClass('primary', 'large')} mt-5`}>
          Go to your datasets
        </Link>
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title="Confirm your e-mail address">
      {token === undefined ? (
        <Callout live tone="failed" className="mt-4">
          This page needs the whole link: open it once more from the mail.
        </Callout>
      ) : (
        <>
          <p className="mt-1.5 text-13 text-text-2">One press, and it is known to be yours.</p>
          {confirm.error && (
            <Callout live tone="failed" className="mt-4">
              {sentenceOf(confirm.error)}
            </Callout>
          )}
          <Button
            variant="primary"
            size="large"
            autoFocus
            className="mt-5"
            isPending={confirm.isPending}
            onPress={() => confirm.mutate()}
          >
            Confirm the address
          </Button>
        </>
      )}
    </SignInFrame>
  )
}
