import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PersonalToken } from '../../shared/tokens.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
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
    <Dialog
      role="alertdialog"
      title={`Revoke ${token.name}?`}
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button variant="danger" autoFocus isPending={revoke.isPending} onPress={() => revoke.mutate()}>
            Revoke
          </Button>
        </>
      }
    >
      {revoke.error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(revoke.error)}
        </Callout>
      )}
      <p>What uses this token stops working within a second. It cannot be brought back; you can make another one.</p>
    </Dialog>
  )
}
