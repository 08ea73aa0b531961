import { useQuery, useQueryClient } from '@tanstack/react-query'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { formatCounted } from '../../shared/format-numbers.ts'
import { type Invitation, invitationSchema } from '../../shared/invitations.ts'
import { pageOf } from '../../shared/page.ts'
import { sentenceOf } from '../api/problem.ts'
import { get, tell } from '../api/request.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { notify } from '../ui/notice.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { InviteDialog, invitationsKey } from './invite-dialog.tsx'
import { PeopleSkeleton } from './people-skeleton.tsx'

const invitationsPageSchema = pageOf(invitationSchema)
const most = 1000

/** The invitations that nobody has used yet. */
export function InvitationsPage() {
  usePageTitle('Invitations')
  const client = useQueryClient()
  const [isInviting, setIsInviting] = useState(false)
  const invitations = useQuery({
    queryKey: invitationsKey,
    queryFn: ({ signal }) => get('/invitations', invitationsPageSchema, { query: { limit: most }, signal }),
  })
  const revoke = async ({ id, email }: Invitation) => {
    try {
      await tell('DELETE', `/invitations/${id}`)
      notify({ text: email ? `The invitation for ${email} is taken back.` : 'The invitation is taken back.' })
    } catch (error) {
      notify({ text: `The invitation was not taken back. ${sentenceOf(error)}` })
    }
    await client.invalidateQueries({ queryKey: invitationsKey })
  }
  const items = invitations.data?.items ?? []
  const invite = (
    <Button variant="primary" onPress={() => setIsInviting(true)}>
      <MailPlus aria-hidden size={14} />
      Invite somebody
    </Button>
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col pt-3">
      {items.length > 0 && (
        <div className="flex items-center justify-between gap-2 px-4 pb-3 wide:px-6">
          <span className="text-13 text-text-2 tabular">{formatCounted(items.length, 'open invitation')}</span>
          {invite}
        </div>
      )}
      {invitations.error && (
        <Callout
          live
          tone="failed"
          title="The invitations could not be listed"
          action={<Button onPress={() => void invitations.refetch()}>Try again</Button>}
          className="mx-4 mb-3 wide:mx-6"
        >
          {sentenceOf(invitations.error)}
        </Callout>
      )}
      {invitations.isPending && <PeopleSkeleton />}
      {invitations.data && items.length === 0 && (
        <EmptyState title="No open invitations" action={invite}>
          An invitation is a link by which one person creates an account.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
          {items.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} onRevoke={() => void revoke(invitation)} />
          ))}
        </ul>
      )}
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </div>
  )
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

function Row({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { email, is_superuser, created_by, created_at, expires_at } = invitation
  const who = email ?? 'Whoever has the link'
  return (
    <li className="flex min-h-12 items-center gap-4 border-b border-hairline px-4 py-2 text-13 wide:px-6">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{who}</p>
        <p className="text-12 text-text-2">
          {is_superuser ? 'As administrator, until ' : 'Until '}
          {exact.format(new Date(expires_at))}. Invited by {created_by.username},{' '}
          <RelativeTime iso={created_at} inSentence />
        </p>
      </div>
      <Button size="small" aria-label={`Take back the invitation for ${who}`} onPress={onRevoke}>
        Take back
      </Button>
    </li>
  )
}
