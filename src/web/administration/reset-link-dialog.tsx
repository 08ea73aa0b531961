import { useMutation } from '@tanstack/react-query'
import type { User } from '../../shared/account.ts'
import { oneTimeLinkSchema } from '../../shared/people.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { nameOf } from './people-queries.ts'
import { ShownOnce } from './shown-once.tsx'

/** Makes a link by which somebody who has forgotten their password chooses another, and shows it once. */
export function ResetLinkDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const make = useMutation({
    mutationFn: () => change('POST', `/users/${person.id}/reset-link`, oneTimeLinkSchema),
  })
  return (
    <Dialog
      title={`Link to a new password for ${nameOf(person)}`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        make.data ? (
          <Button variant="primary" onPress={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button variant="primary" autoFocus isPending={make.isPending} onPress={() => make.mutate()}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {make.error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(make.error)}
        </Callout>
      )}
      {make.data ? (
        <div role="status">
          <ShownOnce label="The link" url={make.data.url} expiresAt={make.data.expires_at} />
        </div>
      ) : (
        <p>
          Whoever opens the link chooses a new password for {person.email}. A link that was made before stops working;
          the present password holds until then.
        </p>
      )}
    </Dialog>
  )
}
