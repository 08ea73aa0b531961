import { sql } from 'kysely'
import type { FilePart } from '../../engine/ingest/loaded-table.ts'
import { rejectsFileOf } from '../../engine/ingest/rejects-file.ts'
import { applySteps } from '../../engine/steps/apply-steps.ts'
import { StepError } from '../../engine/steps/step-error.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { Step } from '../../shared/steps.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { linkOrCopy } from './link-or-copy.ts'
import { absolutePath } from './stored-file.ts'

/** A version that steps begin with. */
export interface StepsBaseVersion {
  number: number
  tablePath: string
  tableSize: number
  columns: ColumnInfo[]
  receipt: Receipt
  parts: FilePart[]
  tableIndex: number
}

/** The version that steps begin with, which always stays; undefined when it was never ready. */
export const findStepsBase = async (
  db: Db,
  datasetId: string,
  number: number,
): Promise<StepsBaseVersion | undefined> => {
  const { rows } = await sql<StepsBaseVersion>`
    select number, table_path as "tablePath", table_size::float8 as "tableSize", columns_info as columns, receipt,
      coalesce(file_tables, '[]') as parts, coalesce(table_index, 0) as "tableIndex"
    from dataset_versions where dataset_id = ${datasetId} and number = ${number} and status = 'ready'`.execute(db)
  return rows[0]
}

/** Writes the table of a version with steps. Its receipt is that of its base, and says besides what the steps did. */
export const loadSteps = async (
  home: Home,
  base: StepsBaseVersion,
  steps: Step[],
  resources: { tableFile: string; workDir: string; threads: number; memoryLimitBytes: number; signal: AbortSignal },
) => {
  const baseFile = absolutePath(home, base.tablePath)
  const { rowCount, columns, effects } = await applySteps({
    ...resources,
    baseFile,
    baseColumns: base.columns,
    steps,
  }).catch((error) => {
    throw error instanceof StepError ? new UnreadableFileError('steps_not_applicable', notApplicable(error)) : error
  })
  await linkOrCopy(rejectsFileOf(baseFile), rejectsFileOf(resources.tableFile))
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  const receipt: Receipt = {
    ...base.receipt,
    steps: {
      base_version: base.number,
      changed_cells: sum(effects.map(({ changed_cells }) => changed_cells)),
      removed_rows: sum(effects.map(({ removed_rows }) => removed_rows)),
      applied: steps.flatMap((step, index) => {
        const effect = effects[index]
        return effect ? [{ step, ...effect }] : []
      }),
    },
  }
  return { rowCount, columns, receipt, parts: base.parts, tableIndex: base.tableIndex }
}

const notApplicable = ({ path, message }: StepError) =>
  `The steps do not fit this version any more. Step ${Number(path.split('.')[1]) + 1}: ${message} They are left out; apply them again as they fit.`
