import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Step } from '../../shared/steps.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { nextNumber } from './add-version.ts'
import { addIngestJob } from './ingest-job.ts'

/** A version with the version that its steps begin with, which is itself where it has none. */
export interface StepsOfVersion {
  number: number
  steps: Step[]
  baseNumber: number
  baseId: string
  baseTable: string | null
  baseColumns: ColumnInfo[] | null
}

/** The steps of a version, the one in use unless a number is given. */
export const findSteps = async (db: Db, datasetId: string, number?: number): Promise<StepsOfVersion | undefined> => {
  const { rows } = await sql<StepsOfVersion>`
    select v.number, coalesce(v.steps, '[]') as steps, b.number as "baseNumber", b.id as "baseId",
      b.table_path as "baseTable", b.columns_info as "baseColumns"
    from datasets d
    join dataset_versions v on v.dataset_id = d.id and v.number = ${number ?? sql`d.current_version`}
    join dataset_versions b on b.dataset_id = d.id and b.number = coalesce(v.base_version, v.number)
    where d.id = ${datasetId}`.execute(db)
  return rows[0]
}

/** Makes a version that is a base version with steps, and the job that writes it. Only under `lockForNewVersion`. */
export const insertStepsVersion = async (
  db: Db,
  {
    datasetId,
    baseNumber,
    steps,
    userId,
  }: { datasetId: string; baseNumber: number; steps: Step[]; userId: string | null },
): Promise<void> => {
  const versionId = randomUUID()
  await sql`insert into dataset_versions
      (id, dataset_id, number, reason, created_by, original_filename, file_path, file_size, sha256, options, steps,
        base_version)
    select ${versionId}, dataset_id, ${nextNumber(datasetId)}, 'steps', ${userId}, original_filename, file_path, file_size,
      sha256, options, ${jsonb(steps)}, number
    from dataset_versions where dataset_id = ${datasetId} and number = ${baseNumber}`.execute(db)
  await addIngestJob(db, versionId)
}

/**
 * Takes the steps of the version that was in use over to one that is about to take its place: a further version follows
 * it, with the same steps. Where they do not fit, that version ends as an error which says why, and none are in force.
 */
export const takeStepsOver = async (db: Db, versionId: string): Promise<void> => {
  const { rows } = await sql<{ datasetId: string; number: number; steps: Step[]; userId: string | null }>`
    select v.dataset_id as "datasetId", v.number, p.steps, v.created_by as "userId"
    from dataset_versions v
    join datasets d on d.id = v.dataset_id and d.current_version <> v.number
    join dataset_versions p on p.dataset_id = d.id and p.number = d.current_version
    where v.id = ${versionId} and v.reason in ('upload', 'reingest') and jsonb_array_length(p.steps) > 0`.execute(db)
  const [found] = rows
  if (found) await insertStepsVersion(db, { ...found, baseNumber: found.number })
}
