import { useMutation, useQuery } from '@tanstack/react-query'
import type { User } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { authOptionsQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'

/** Where mails are sent: says that an address is not confirmed yet, and sends the link once more. */
export function VerifyNote({ person }: { person: User }) {
  const { data: options } = useQuery(authOptionsQuery)
  const resend = useMutation({ mutationFn: () => tell('POST', '/auth/verify-email/resend') })
  if (!options?.mail || person.email_verified) return null
  if (resend.error) {
    return (
      <Callout live tone="failed">
        {sentenceOf(resend.error)}
      </Callout>
    )
  }
  if (resend.isSuccess) return <Callout live>A mail with a link is on its way to {person.email}.</Callout>
  return (
    <Callout
      tone="look"
      action={
        <Button size="small" isPending={resend.isPending} onPress={() => resend.mutate()}>
          Send the link again
        </Button>
      }
    >
      Confirm your e-mail address by the link in the mail to it.
    </Callout>
  )
}
