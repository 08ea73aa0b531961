import { randomUUID } from 'node:crypto'
import { link } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Recorder } from '../audit/record-event.ts'
import { type Db, inTransaction } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { lockForNewVersion, nextNumber, refuseOther } from './add-version.ts'
import { addIngestJob } from './ingest-job.ts'
import { absolutePath, filesOfTable, syncEntry, tablePath } from './stored-file.ts'
import { type Claim, promoteVersion, type VersionResult } from './version-states.ts'

interface EarlierVersion extends VersionResult {
  id: string
}

/** Which version is to be in use again, for whom, and why. */
export interface Restoring {
  userId: string
  id: string
  number: number
  reason?: 'restore' | 'steps'
  /** The version that must be in use still. */
  seen?: number
  record: Recorder
}

/**
 * Makes an earlier version the one in use again, as a new version with the same table. The row comes before the link, so
 * that the sweeper leaves it alone; where there cannot be a link, or a crash comes between, the file is read again.
 */
export const restoreVersion = async (db: Db, home: Home, restoring: Restoring): Promise<void> => {
  const { claim, earlier } = await beginRestore(db, restoring)
  const table = tablePath(claim.versionId, claim.attempt)
  try {
    const targets = filesOfTable(table)
    for (const [index, path] of filesOfTable(earlier.tablePath).entries()) {
      await linkIfThere(absolutePath(home, path), absolutePath(home, targets[index] as string), index === 0)
    }
    await syncEntry(absolutePath(home, table))
  } catch {
    return await addIngestJob(db, claim.versionId)
  }
  await promoteVersion(db, claim, { ...earlier, tablePath: table })
}

const linkIfThere = async (from: string, to: string, mustBe: boolean): Promise<void> => {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (mustBe || error.code !== 'ENOENT') throw error
  })
}

const beginRestore = (
  db: Db,
  { userId, id, number, reason = 'restore', seen, record }: Restoring,
): Promise<{ claim: Claim; earlier: EarlierVersion }> =>
  inTransaction(db, async (transaction) => {
    const { current } = await lockForNewVersion(transaction, userId, id)
    refuseOther(current, seen)
    const { rows } = await sql<EarlierVersion & { isReady: boolean }>`
      select id, status = 'ready' as "isReady", table_path as "tablePath", table_size::float8 as "tableSize", row_count::float8 as "rowCount",
        columns_info as columns, receipt, profile, file_tables as parts, table_index as "tableIndex"
      from dataset_versions where dataset_id = ${id} and number = ${number}`.execute(transaction)
    const [earlier] = rows
    if (!earlier) throw notFound('This version')
    if (!earlier.isReady)
      throw new Problem('conflict', 'This version could not be read, so there is no table to go back to.')
    if (number === current) throw new Problem('conflict', 'This version is in use already.')
    const { rows: made } = await sql<Claim>`
      insert into dataset_versions
        (id, dataset_id, number, reason, created_by, original_filename, file_path, file_size, sha256, options, steps,
          base_version, status, attempt)
      select ${randomUUID()}, dataset_id, ${nextNumber(id)}, ${reason}, ${userId}, original_filename, file_path, file_size,
        sha256, options, steps, base_version, 'processing', 1
      from dataset_versions where id = ${earlier.id}
      returning id as "versionId", dataset_id as "datasetId", number, attempt`.execute(transaction)
    const target = { type: 'dataset', id } as const
    await record({ action: 'dataset.restore_version', target, details: { version: number } }, transaction)
    return { claim: made[0] as Claim, earlier }
  })
