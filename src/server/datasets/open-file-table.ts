import type { Dataset } from '../../shared/dataset.ts'
import type { Recorder } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound } from '../http/problem-error.ts'
import { getVersion } from './get-version.ts'
import { insertDataset } from './insert-dataset.ts'
import { linkOriginal } from './link-original.ts'
import { listTables } from './list-tables.ts'
import type { Quota } from './quota.ts'
import { titleOf } from './upload-fields.ts'

/**
 * Makes another table of a dataset's file a dataset of its own, for whoever asks. The bytes are linked under a name of
 * their own, so that each dataset can go its own way.
 */
export const openFileTable = async (
  db: Db,
  home: Home,
  {
    userId,
    datasetId,
    index,
    title,
    quota,
    record,
  }: {
    userId: string
    datasetId: string
    index: number
    title: string | undefined
    quota: Quota
    record: Recorder
  },
): Promise<Dataset> => {
  const version = await getVersion(db, userId, datasetId)
  const table = (await listTables(db, userId, version)).find((candidate) => candidate.index === index)
  if (!table) throw notFound('This table')
  const { originalFilename: name, fileSize: bytes, filePath: path, sha256 } = version
  const newTitle = title ?? [titleOf(name), table.name ?? `table ${index + 1}`].join(', ').slice(0, 300)
  const { dataset } = await linkOriginal(db, home, { userId, name, path, bytes }, (id) =>
    insertDataset(db, {
      id,
      userId,
      name,
      title: newTitle,
      options: { table_index: index },
      bytes,
      sha256,
      keys: [],
      quota,
      record,
    }),
  )
  return dataset
}
