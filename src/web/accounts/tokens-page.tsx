import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { PersonalToken } from '../../shared/tokens.ts'
import { sentenceOf } from '../api/problem.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { AccountSection } from './account-section.tsx'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { tokensQuery } from './security-queries.ts'
import { SkeletonRows } from './skeleton-rows.tsx'
import { scopeWords } from './token-choices.ts'

export function TokensPage() {
  usePageTitle('Tokens')
  const tokens = useQuery(tokensQuery)
  const [isMaking, setIsMaking] = useState(false)
  const [doomed, setDoomed] = useState<PersonalToken | null>(null)
  const items = tokens.data?.items ?? []
  return (
    <AccountSection title="Access tokens">
      <p className="mb-3 text-13 text-text-2">
        Scripts and programs come with a token instead of your password. A token may do what you may, within its scope,
        until it expires or you revoke it.
      </p>
      {tokens.error && (
        <Callout
          live
          tone="failed"
          className="mb-3"
          action={<Button onPress={() => void tokens.refetch()}>Try again</Button>}
        >
          {sentenceOf(tokens.error)}
        </Callout>
      )}
      <Button onPress={() => setIsMaking(true)}>
        <Plus aria-hidden size={14} />
        New token
      </Button>
      {tokens.isPending && (
        <div className="mt-4">
          <SkeletonRows label="Loading your tokens" />
        </div>
      )}
      {items.length > 0 && (
        <ul aria-label="Access tokens" className="mt-3 divide-y divide-hairline">
          {items.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setDoomed(token)} />
          ))}
        </ul>
      )}
      {isMaking && <NewTokenDialog onClose={() => setIsMaking(false)} />}
      {doomed && <RevokeTokenDialog token={doomed} onClose={() => setDoomed(null)} />}
    </AccountSection>
  )
}

function TokenRow({ token, onRevoke }: { token: PersonalToken; onRevoke: () => void }) {
  const isOver = token.expires_at !== null && Date.parse(token.expires_at) <= Date.now()
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <KeyRound aria-hidden size={18} className="shrink-0 text-text-2" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-14 font-medium">{token.name}</p>
        <p className="tabular text-12 text-text-2 wrap-anywhere">
          {scopeWords(token.scopes)},{' '}
          {token.last_used_at ? (
            <>
              last used <RelativeTime iso={token.last_used_at} inSentence />
            </>
          ) : (
            'never used'
          )}
          {token.expires_at !== null && (
            <span className={isOver ? 'text-red' : undefined}>
              , {isOver ? 'expired' : 'expires'} {token.expires_at.slice(0, 10)}
            </span>
          )}
        </p>
      </div>
      <Button variant="quiet" onPress={onRevoke} aria-label={`Revoke ${token.name}`}>
        Revoke
      </Button>
    </li>
  )
}
