import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Step } from '../../../shared/steps.ts'
import type { StepDraft } from './step-draft.ts'

/** A step being written: at which place of the list, whether it is one more there, and whether a person chose what it does. */
export type EditedStep = { index: number; isNew: boolean; isMeant: boolean; draft: StepDraft }

/**
 * Steps that were made and not applied: the list, the one being written, and what both make together. `base` are the steps in
 * force, as JSON, that they began with.
 */
export type UnappliedSteps = { base: string; steps: Step[]; edited: EditedStep | undefined; whole: Step[] }

/** The unapplied steps of a dataset, which stay until they are applied or discarded, however often their panel closes. */
export const unappliedSteps = (datasetId: string) =>
  queryOptions<UnappliedSteps | null>({
    queryKey: ['unapplied-steps', datasetId],
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  })
