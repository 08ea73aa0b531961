import { rm } from 'node:fs/promises'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Recorder } from '../audit/record-event.ts'
import { type Db, inTransaction } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound, type Problem } from '../http/problem-error.ts'
import { isUuid } from './find-dataset.ts'
import { absolutePath, filesOfTable } from './stored-file.ts'

export interface Erasing {
  /** Which dataset `d` may be erased. */
  may: RawBuilder<SqlBool>
  /** What to say of any other. */
  refusal: (transaction: Db) => Promise<Problem>
  home: Home
  beforeRemoval: (file: string) => void
  record: Recorder
}

/** Deletes a dataset for good, from the trash too: first the rows, then its files. */
export const eraseDataset = async (
  db: Db,
  id: string,
  { may, refusal, home, beforeRemoval, record }: Erasing,
): Promise<void> => {
  if (!isUuid(id)) throw notFound('This dataset')
  const paths = await inTransaction(db, async (transaction) => {
    const { rows } = await sql<{ file_path: string; owner: string }>`
      select d.file_path, d.user_id as owner from datasets d where d.id = ${id} and ${may} for update`.execute(
      transaction,
    )
    if (!rows[0]) throw await refusal(transaction)
    const versions = await sql<{ file_path: string; table_path: string | null }>`
      select file_path, table_path from dataset_versions where dataset_id = ${id}`.execute(transaction)
    await sql`delete from datasets where id = ${id}`.execute(transaction)
    const { file_path, owner: ownerId } = rows[0]
    await record({ action: 'dataset.purge', target: { type: 'dataset', id, ownerId } }, transaction)
    const paths = versions.rows.flatMap((row) => [
      row.file_path,
      ...(row.table_path ? filesOfTable(row.table_path) : []),
    ])
    return new Set([file_path, ...paths])
  })
  // A crash between the commit and this leaves the files to the sweeper.
  for (const path of paths) {
    const file = absolutePath(home, path)
    beforeRemoval(file)
    await rm(file, { force: true })
  }
}
