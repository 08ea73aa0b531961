import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PersonalToken } from '../../shared/tokens.ts'
import { hasCode } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { DangerDialog } from '../shell/danger-dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { tokensQuery } from './security-queries.ts'

/** Asks before a token stops working for good. */
export function RevokeTokenDialog({ token, onClose }: { token: PersonalToken; onClose: () => void }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: async () => {
      await tell('DELETE', `/auth/tokens/${token.id}`).catch((error: unknown) => {
        if (!hasCode(error, 'not_found')) throw error
      })
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
      notify({ text: `The token ${token.name} is revoked.` })
      onClose()
    },
  })
  return (
    <DangerDialog
      title={`Revoke ${token.name}?`}
      confirm="Revoke"
      error={revoke.error}
      isPending={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>What uses this token stops working within a second. It cannot be brought back; you can make another one.</p>
    </DangerDialog>
  )
}
