import type { Kysely } from 'kysely'

/** Where SQL runs: a pool, or one transaction of it. Statements are written with kysely's `sql`. */
// biome-ignore lint/suspicious/noExplicitAny: the statements name their own row types.
export type Db = Kysely<any>

/** Runs `work` in the transaction that `db` already is, or in one of its own. */
export const inTransaction = <T>(db: Db, work: (transaction: Db) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db) : db.transaction().execute(work)
