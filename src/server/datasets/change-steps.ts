import { isDeepStrictEqual } from 'node:util'
import { compileSteps } from '../../engine/steps/compile-steps.ts'
import type { ComputedTypes } from '../../engine/steps/computed-types.ts'
import { StepError } from '../../engine/steps/step-error.ts'
import type { Step } from '../../shared/steps.ts'
import type { Recorder } from '../audit/record-event.ts'
import { type Db, inTransaction } from '../database/db.ts'
import type { Home } from '../home.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { lockForNewVersion, refuseOther } from './add-version.ts'
import { restoreVersion } from './restore-version.ts'
import { findSteps, insertStepsVersion, type StepsOfVersion } from './step-versions.ts'

/**
 * Makes these the steps of a dataset; `computed` are the types of what they compute. With steps a job writes the next version from the one that they begin with; without,
 * that one is in use again at once. Refuses when `seen` is given and is not the version in use.
 */
export const changeSteps = async (
  db: Db,
  home: Home,
  {
    userId,
    id,
    steps,
    computed,
    seen,
    record,
  }: {
    userId: string
    id: string
    steps: Step[]
    computed: ComputedTypes
    seen?: number | undefined
    record: Recorder
  },
): Promise<void> => {
  const undone = await inTransaction(db, async (transaction) => {
    const { current } = await lockForNewVersion(transaction, userId, id)
    refuseOther(current, seen)
    const inForce = await requireTable(transaction, id, current)
    if (isDeepStrictEqual(inForce.steps, steps)) return undefined
    compileForBase(inForce, steps, computed)
    if (steps.length === 0) return { number: inForce.baseNumber, seen: current }
    await insertStepsVersion(transaction, { datasetId: id, baseNumber: inForce.baseNumber, steps, userId })
    const target = { type: 'dataset', id } as const
    await record({ action: 'dataset.steps', target, details: { steps: steps.map(({ op }) => op) } }, transaction)
    return undefined
  })
  if (undone === undefined) return
  const noteUndone: Recorder = (_, transaction) =>
    record({ action: 'dataset.steps', target: { type: 'dataset', id }, details: { steps: [] } }, transaction)
  await restoreVersion(db, home, { userId, id, ...undone, reason: 'steps', record: noteUndone })
}

/** The steps of a version that has a table, whose base has one too. */
export const requireTable = async (db: Db, id: string, number?: number): Promise<RequiredSteps> => {
  const found = await findSteps(db, id, number)
  if (!found?.baseTable || !found.baseColumns) {
    throw new Problem('dataset_not_ready', 'This dataset has no table yet. Wait until it is read.')
  }
  return { ...found, baseTable: found.baseTable, baseColumns: found.baseColumns }
}

export type RequiredSteps = StepsOfVersion & {
  baseTable: string
  baseColumns: NonNullable<StepsOfVersion['baseColumns']>
}

/** The steps as SQL over the table `data`; throws what a request with steps that do not fit hears. */
export const compileForBase = ({ baseColumns }: RequiredSteps, steps: Step[], computed: ComputedTypes) => {
  try {
    return compileSteps(
      {
        from: '(SELECT row_number() OVER () - 1 AS "file_row_number", * FROM data)',
        rowNumber: 'file_row_number',
        columns: baseColumns,
      },
      steps,
      { computed },
    )
  } catch (error) {
    throw error instanceof StepError ? invalid(error.path, error.message, error.place) : error
  }
}
