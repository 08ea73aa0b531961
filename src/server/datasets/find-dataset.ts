import { sql } from 'kysely'
import type { Dataset } from '../../shared/dataset.ts'
import type { Db } from '../database/db.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { visibleTo } from './access.ts'
import { type DatasetRecord, datasetColumns, datasetSource, presentDataset } from './dataset-record.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What is no UUID names nothing, so it is answered like everything else that does not exist. */
export const isUuid = (text: string): boolean => uuid.test(text)

export const findDataset = async (db: Db, userId: string, id: string): Promise<Dataset | undefined> => {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<DatasetRecord>`
    select ${datasetColumns(userId)} from ${datasetSource} where d.id = ${id} and ${visibleTo(userId)}`.execute(db)
  return rows[0] && presentDataset(rows[0])
}

export const getDataset = async (db: Db, userId: string, id: string): Promise<Dataset> => {
  const dataset = await findDataset(db, userId, id)
  if (!dataset) throw notFound('This dataset')
  return dataset
}

/** Why a person may not change a dataset: for them it does not exist, or they see it without being who may. */
export const changeRefusal = async (
  db: Db,
  userId: string,
  id: string,
  who: 'owner' | 'editor' = 'editor',
): Promise<Problem> => {
  const dataset = await findDataset(db, userId, id)
  if (!dataset || dataset.role === 'owner') return notFound('This dataset')
  const owner = dataset.owner.username
  return new Problem(
    'forbidden',
    who === 'owner'
      ? `Only the owner of this dataset, ${owner}, may do this.`
      : `You may look at this dataset, but not change it. Its owner, ${owner}, can make you an editor.`,
  )
}
