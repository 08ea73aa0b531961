import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { OperatorError } from '../operator-error.ts'
import { migrationsDirectory, type Orm } from './orm.ts'

/** One migration of the folder: its name, and when it was applied (null while it is pending). */
export interface Revision {
  name: string
  appliedAt: Date | null
}

/** Two processes that start at once migrate one after the other under this advisory lock. */
const migrationLock = 0x6461746c

const locked = async <T>(orm: Orm, work: () => Promise<T>): Promise<T> => {
  const pool = await orm.em.getConnection().getNativeClient()
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    return await work()
  } finally {
    client.release(true)
  }
}

/** Every migration in order. */
export const listRevisions = async (orm: Orm): Promise<Revision[]> => {
  const pending = await orm.migrator.getPending()
  const executed = await orm.migrator.getExecuted()
  return [
    ...executed.map(({ name, executed_at }) => ({ name, appliedAt: executed_at })),
    ...pending.map(({ name }) => ({ name, appliedAt: null })),
  ]
}

/** Applies what is pending, up to and including `target`; answers with the names applied. */
export const upgrade = (orm: Orm, target?: string): Promise<string[]> =>
  locked(orm, async () => {
    await refuseUnknown(orm)
    return (await orm.migrator.up(target ? { to: target } : {})).map(({ name }) => name)
  })

/** Reverts down to (not including) `target`, one step for `-1`, everything for `base`; answers with the names reverted. */
export const downgrade = (orm: Orm, target: string): Promise<string[]> =>
  locked(orm, async () => {
    await refuseUnknown(orm)
    const done = target === '-1' ? orm.migrator.down() : orm.migrator.down({ to: target === 'base' ? 0 : target })
    return (await done).map(({ name }) => name)
  })

/** Whether the models say something that the database of the last migration does not; the statements that differ. */
export const listDifferences = async (orm: Orm): Promise<string[]> => {
  const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false })
  return sql.split('\n').filter((line) => line.trim() !== '')
}

/** A schema that a newer DataLens made must not be worked on by this one, which knows nothing of what is in it. */
const refuseUnknown = async (orm: Orm): Promise<void> => {
  const known = new Set(readdirSync(migrationsDirectory).map((file) => parse(file).name))
  const unknown = (await orm.migrator.getExecuted()).map(({ name }) => name).filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new OperatorError(
    `The database was made by a newer DataLens: this one does not know ${unknown.join(', ')}. Nothing was changed. Start the newer one, or restore a back-up from before.`,
  )
}
