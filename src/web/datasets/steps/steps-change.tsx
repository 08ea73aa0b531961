import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import { effectSentence, stepSentence } from '../../../shared/step-sentence.ts'
import type { Step } from '../../../shared/steps.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Callout } from '../../ui/callout.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { StepExamples } from './step-examples.tsx'
import { stepsPreviewQuery } from './steps-preview-query.ts'

/** What further steps would change: how many cells and rows, and some of the cells before and after. */
export function StepsChange({ dataset, inForce, steps }: { dataset: Dataset; inForce: Step[]; steps: Step[] }) {
  const { data, error } = useQuery(stepsPreviewQuery(dataset, [...inForce, ...steps], inForce.length))
  if (error) return <Callout tone="failed">What would change is not known. {sentenceOf(error)}</Callout>
  if (!data)
    return (
      <Loading label="Counting what would change" className="flex flex-col gap-3">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-40 w-full" />
      </Loading>
    )
  const effects = data.per_step.slice(inForce.length)
  const gone = steps.flatMap((step) => (step.op === 'drop_columns' ? step.columns : []))
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  const effect = {
    changed_cells: sum(effects.map(({ changed_cells }) => changed_cells)),
    removed_rows: sum(effects.map(({ removed_rows }) => removed_rows)),
  }
  return (
    <>
      <p role="status" className="pb-2 text-text tabular">
        {gone.length > 0 && effect.changed_cells + effect.removed_rows === 0
          ? `${steps.map(stepSentence).join('. ')}. No other cell changes.`
          : `${effectSentence(effect, false)}.`}
      </p>
      <StepExamples examples={data.examples} />
      <p className="pt-3 text-12">The file stays as it is, and every step can be taken back.</p>
    </>
  )
}
