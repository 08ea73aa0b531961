import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { fewRecoveryCodes, recoveryCodesSchema } from '../../shared/second-factor.ts'
import { sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { recoveryCodesText } from './recovery-codes-text.ts'
import { secondFactorQuery } from './security-queries.ts'

/** How many recovery codes are left, and the way to new ones. */
export function RecoveryCodesLeft() {
  const client = useQueryClient()
  const { data: state, error, refetch } = useQuery(secondFactorQuery)
  const renew = useMutation({
    mutationFn: () => change('POST', '/auth/totp/recovery-codes', recoveryCodesSchema),
  })
  const close = () => {
    renew.reset()
    void client.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  }
  const left = state?.recovery_codes_left
  const problem = renew.error ?? error
  return (
    <div className="mt-5">
      <h3 className="mb-2 text-13 font-medium">Recovery codes</h3>
      {problem && (
        <Callout
          live
          tone="failed"
          className="mb-3"
          action={error && !renew.error && <Button onPress={() => void refetch()}>Try again</Button>}
        >
          {sentenceOf(problem)}
        </Callout>
      )}
      {left == null ? (
        !error && <Skeleton className="mb-3 h-4 w-56" />
      ) : left <= fewRecoveryCodes ? (
        <Callout tone="look" className="mb-3" title={recoveryCodesText(left)}>
          Without your app and without a code only an administrator can let you in again. Make new ones now.
        </Callout>
      ) : (
        <p className="mb-3 text-13 text-text-2">{recoveryCodesText(left)} Each works once instead of the app.</p>
      )}
      <Button isPending={renew.isPending} onPress={() => renew.mutate()}>
        Make new recovery codes
      </Button>
      <Dialog
        role="alertdialog"
        title="New recovery codes"
        isOpen={renew.data !== undefined}
        onOpenChange={(isOpen) => isOpen || close()}
      >
        {renew.data && <RecoveryCodes isFirst={false} codes={renew.data.recovery_codes} onDone={close} />}
      </Dialog>
    </div>
  )
}
