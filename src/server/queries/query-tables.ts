import type { Db } from '../database/db.ts'
import { getReadyVersion, type ReadyVersion } from '../datasets/get-version.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import type { Home } from '../home.ts'
import { isProblem, notFound } from '../http/problem-error.ts'

/** A dataset as a query names it. */
export interface QueryTable {
  alias: string
  version: ReadyVersion
}

/**
 * The tables of a query in the versions in use: `data` is the dataset itself, the others what `with` names. Each must be
 * one that the person may see, and ready.
 */
export const getQueryTables = async (
  db: Db,
  userId: string,
  datasetId: string,
  others: Record<string, string>,
): Promise<QueryTable[]> => {
  const tables: QueryTable[] = [{ alias: 'data', version: await getReadyVersion(db, userId, datasetId) }]
  for (const [alias, id] of Object.entries(others)) {
    const version = await getReadyVersion(db, userId, id).catch((error) => {
      throw isProblem('not_found')(error) ? notFound(`The dataset of "${alias}"`) : error
    })
    tables.push({ alias, version })
  }
  return tables
}

/** The files of tables by their alias. */
export const filesOfTables = (home: Home, tables: QueryTable[]): Record<string, string> =>
  Object.fromEntries(tables.map(({ alias, version }) => [alias, absolutePath(home, version.tablePath)]))
