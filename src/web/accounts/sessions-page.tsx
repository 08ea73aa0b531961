import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import type { Session } from '../../shared/account.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { notify } from '../ui/notice.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { AccountSection } from './account-section.tsx'
import { deviceName, isHandheld } from './device-name.ts'
import { sessionsQuery } from './security-queries.ts'
import { SkeletonRows } from './skeleton-rows.tsx'

export function SessionsPage() {
  usePageTitle('Sessions')
  const client = useQueryClient()
  const sessions = useQuery(sessionsQuery)
  const items = sessions.data?.items ?? []
  const others = items.filter(({ current }) => !current)
  const shown = [...items.filter(({ current }) => current), ...others]
  const read = () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const end = useMutation({
    mutationFn: async (session: Session) => {
      await tell('DELETE', `/auth/sessions/${session.id}`).catch((error: unknown) => {
        if (!hasCode(error, 'not_found')) throw error
      })
    },
    onSuccess: (_, session) => notify({ text: `${deviceName(session.user_agent)} is signed out.` }),
    onSettled: read,
  })
  const endOthers = useMutation({
    mutationFn: () => tell('DELETE', '/auth/sessions', { query: { others: true } }),
    onSuccess: () => notify({ text: 'You are signed out everywhere else.' }),
    onSettled: read,
  })
  const error = sessions.error ?? end.error ?? endOthers.error
  return (
    <AccountSection title="Signed in">
      {error && (
        <Callout
          live
          tone="failed"
          className="mb-3"
          action={sessions.error && <Button onPress={() => void sessions.refetch()}>Try again</Button>}
        >
          {sentenceOf(error)}
        </Callout>
      )}
      {sessions.isPending && <SkeletonRows label="Loading your sessions" />}
      {shown.length > 0 && (
        <ul aria-label="Sessions" className="divide-y divide-hairline">
          {shown.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isEnding={end.isPending && end.variables.id === session.id}
              onEnd={() => end.mutate(session)}
            />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <Button className="mt-4" isPending={endOthers.isPending} onPress={() => endOthers.mutate()}>
          Sign out everywhere else
        </Button>
      )}
      {sessions.data && others.length === 0 && (
        <p className="mt-3 text-13 text-text-2">You are signed in nowhere else.</p>
      )}
      {others.length > 0 && (
        <p className="mt-2 text-13 text-text-2">
          {formatCounted(others.length, 'other session')}. Whoever is signed out there is out within a second. Choose a
          new password if you do not know one of them.
        </p>
      )}
    </AccountSection>
  )
}

function SessionRow({ session, isEnding, onEnd }: { session: Session; isEnding: boolean; onEnd: () => void }) {
  const Icon = isHandheld(session.user_agent) ? Smartphone : Monitor
  const name = deviceName(session.user_agent)
  return (
    <li className="flex min-h-14 items-center gap-3 py-2 first:pt-0">
      <Icon aria-hidden size={18} className="shrink-0 text-text-2" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 text-14 font-medium" title={session.user_agent ?? undefined}>
          <span className="min-w-0 truncate">{name}</span>
          {session.current && (
            <span className="rounded-sm bg-selected px-1.5 text-12 font-medium text-accent">this session</span>
          )}
        </p>
        <p className="tabular text-12 text-text-2 wrap-anywhere">
          {session.ip}, first used <RelativeTime iso={session.created_at} inSentence />, last used{' '}
          <RelativeTime iso={session.last_used_at} inSentence />
        </p>
      </div>
      {!session.current && (
        <Button variant="quiet" isPending={isEnding} onPress={onEnd} aria-label={`Sign out ${name} at ${session.ip}`}>
          Sign out
        </Button>
      )}
    </li>
  )
}
