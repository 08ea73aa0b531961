import type { Alert } from '../../../shared/alert.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Step } from '../../../shared/steps.ts'
import { alertColumns } from '../../profiles/alert-columns.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogTrigger } from '../../ui/dialog.tsx'
import { StepsChange } from './steps-change.tsx'
import { useAppliedSteps, useChangeSteps } from './use-change-steps.ts'

/** Offers what would mend an alert: a look at what would change first, then one press. */
export function FixButton({ dataset, alert }: { dataset: Dataset; alert: Alert }) {
  const applied = useAppliedSteps(dataset)
  if (!alert.fix || dataset.role === 'viewer' || applied === undefined) return null
  const inForce = applied?.applied.map(({ step }) => step) ?? []
  const about = alertColumns(alert)
  return (
    <DialogTrigger>
      <Button
        size="small"
        isDisabled={dataset.job !== null}
        aria-label={about ? `${alert.fix.label}: ${about}` : alert.fix.label}
      >
        {alert.fix.label}
      </Button>
      <Dialog
        title={alert.fix.label}
        width="wide"
        actions={({ close }) => (
          <Apply dataset={dataset} inForce={inForce} steps={alert.fix?.steps ?? []} onDone={close} />
        )}
      >
        <p className="pb-3">{alert.message}</p>
        <StepsChange dataset={dataset} inForce={inForce} steps={alert.fix.steps} />
      </Dialog>
    </DialogTrigger>
  )
}

function Apply({
  dataset,
  inForce,
  steps,
  onDone,
}: {
  dataset: Dataset
  inForce: Step[]
  steps: Step[]
  onDone: () => void
}) {
  const changeSteps = useChangeSteps(dataset, inForce)
  const told = `${dataset.title} is being cleaned. What you see stays until that is done.`
  return (
    <>
      <Button variant="quiet" onPress={onDone}>
        Cancel
      </Button>
      <Button
        variant="primary"
        isPending={changeSteps.isPending}
        onPress={() => changeSteps.mutate({ steps: [...inForce, ...steps], told }, { onSuccess: onDone })}
      >
        Apply
      </Button>
    </>
  )
}
