import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { User } from '../../shared/account.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { forgetSession } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** The way out: names what goes, has the server ask who it is, and ends on the sign-in page. */
export function DeleteAccount({ person }: { person: User }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isOpen, setIsOpen] = useState(false)
  const leave = useMutation({
    mutationFn: () => tell('DELETE', '/users/me'),
    onSuccess: async () => {
      forgetSession(client)
      await navigate({ to: '/login' })
    },
  })
  const open = (wanted: boolean) => {
    leave.reset()
    setIsOpen(wanted)
  }
  const datasets = `${formatCounted(person.dataset_count, 'dataset')} (${formatBytes(person.storage_used_bytes)})`
  const what =
    person.dataset_count === 0
      ? 'Your account goes at once and for good, with your dashboards.'
      : `Your account goes at once and for good, with ${datasets} and your dashboards, also for the people you share them with.`
  return (
    <>
      <p className="mb-3 text-13 text-text-2">{what}</p>
      <Button onPress={() => open(true)}>Delete your account</Button>
      <Dialog
        role="alertdialog"
        title="Delete your account?"
        isOpen={isOpen}
        onOpenChange={open}
        actions={
          <>
            <Button onPress={() => open(false)} autoFocus>
              Keep the account
            </Button>
            <Button variant="danger" isPending={leave.isPending} onPress={() => leave.mutate()}>
              Delete for ever
            </Button>
          </>
        }
      >
        {leave.error && !hasCode(leave.error, 'step_up_required') && (
          <Callout live tone="failed" className="mb-3">
            {sentenceOf(leave.error)}
          </Callout>
        )}
        <p>{what} This cannot be undone. You will be asked to confirm that it is you.</p>
      </Dialog>
    </>
  )
}
