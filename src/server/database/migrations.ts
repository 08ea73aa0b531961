import type { Orm } from './orm.ts'

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
  locked(orm, async () => (await orm.migrator.up(target ? { to: target } : {})).map(({ name }) => name))

/** Reverts down to (not including) `target`, one step for `-1`, everything for `base`; answers with the names reverted. */
export const downgrade = (orm: Orm, target: string): Promise<string[]> =>
  locked(orm, async () => {
    const done = target === '-1' ? orm.migrator.down() : orm.migrator.down({ to: target === 'base' ? 0 : target })
    return (await done).map(({ name }) => name)
  })

/** Whether the models say something that the database of the last migration does not; the statements that differ. */
export const listDifferences = async (orm: Orm): Promise<string[]> => {
  const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false })
  return sql.split('\n').filter((line) => line.trim() !== '')
}
