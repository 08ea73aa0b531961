import { X } from 'lucide-react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { effectSentence, stepSentence } from '../../../shared/step-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useAppliedSteps, useChangeSteps } from './use-change-steps.ts'

/** The steps that clean the dataset, with what each did and a way to take each back; nothing where there are none. */
export function StepsInForce({ dataset, className }: { dataset: Dataset; className?: string }) {
  const applied = useAppliedSteps(dataset)?.applied ?? []
  const steps = applied.map(({ step }) => step)
  const changeSteps = useChangeSteps(dataset, steps)
  if (applied.length === 0) return null
  const mayChange = dataset.role !== 'viewer'
  const isBusy = dataset.job !== null || changeSteps.isPending
  return (
    <section aria-labelledby="steps" className={className}>
      <div className="mb-1 flex min-h-7 items-center gap-3">
        <h2 id="steps" className="text-13 font-medium text-text">
          Cleaned by {formatCounted(applied.length, 'step')}
        </h2>
        {mayChange && (
          <Button
            variant="quiet"
            size="small"
            isDisabled={isBusy}
            onPress={() => changeSteps.mutate({ steps: [], told: `${dataset.title} is as it was read from the file.` })}
          >
            Undo all
          </Button>
        )}
      </div>
      <ol className="border-t border-hairline text-13">
        {applied.map(({ step, ...effect }, index) => (
          <li
            key={JSON.stringify([index, step])}
            className="flex min-h-9 items-center gap-3 border-b border-hairline py-1"
          >
            <span className="min-w-0 flex-1 wrap-anywhere text-text">
              {stepSentence(step)}
              {step.op !== 'drop_columns' && step.op !== 'rename' && (
                <span className="text-text-2 tabular"> ({effectSentence(effect, true)})</span>
              )}
            </span>
            {mayChange && (
              <IconButton
                label={`Take back: ${stepSentence(step)}`}
                isDisabled={isBusy}
                onPress={() =>
                  changeSteps.mutate({
                    steps: steps.filter((_, at) => at !== index),
                    told: `${dataset.title} goes back by a step. What you see stays until that is done.`,
                  })
                }
              >
                <X aria-hidden size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
