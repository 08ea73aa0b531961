import { ChevronDown, ChevronUp, Pencil, X } from 'lucide-react'
import { effectSentence, stepSentence } from '../../../shared/step-sentence.ts'
import type { Step, StepEffect } from '../../../shared/steps.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { draftOf } from './step-draft.ts'

/** Steps in their order, with what each does, to be changed, moved and removed. */
export function StepList({
  steps,
  effects,
  failedAt,
  editedAt,
  mayChange,
  onEdit,
  onMove,
  onRemove,
}: {
  steps: Step[]
  effects: StepEffect[]
  failedAt: number | undefined
  editedAt: number | undefined
  mayChange: boolean
  onEdit: (index: number) => void
  onMove: (index: number, to: number) => void
  onRemove: (index: number) => void
}) {
  if (steps.length === 0) return null
  return (
    <ol aria-label="Steps in their order" className="border-t border-hairline text-13">
      {steps.map((step, index) => {
        const effect = effects[index]
        const sentence = stepSentence(step)
        return (
          <li
            key={JSON.stringify([index, step])}
            className={classNames(
              'flex min-h-10 items-center gap-0.5 border-b border-hairline py-1',
              index === editedAt && 'bg-selected',
            )}
          >
            <span className="w-5 shrink-0 text-12 text-text-2 tabular">{index + 1}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              <span className={index === failedAt ? 'text-red' : 'text-text'}>{sentence}</span>
              {effect && step.op !== 'drop_columns' && step.op !== 'rename' && (
                <span className="block text-12 text-text-2 tabular">{effectSentence(effect, true)}</span>
              )}
            </span>
            {mayChange && (
              <>
                {draftOf(step) && (
                  <IconButton size="small" label={`Change: ${sentence}`} onPress={() => onEdit(index)}>
                    <Pencil aria-hidden size={13} />
                  </IconButton>
                )}
                <IconButton
                  size="small"
                  label={`Earlier: ${sentence}`}
                  isIdle={index === 0}
                  onPress={() => index > 0 && onMove(index, index - 1)}
                >
                  <ChevronUp aria-hidden size={14} />
                </IconButton>
                <IconButton
                  size="small"
                  label={`Later: ${sentence}`}
                  isIdle={index === steps.length - 1}
                  onPress={() => index < steps.length - 1 && onMove(index, index + 1)}
                >
                  <ChevronDown aria-hidden size={14} />
                </IconButton>
                <IconButton size="small" label={`Remove: ${sentence}`} onPress={() => onRemove(index)}>
                  <X aria-hidden size={14} />
                </IconButton>
              </>
            )}
          </li>
        )
      })}
    </ol>
  )
}
