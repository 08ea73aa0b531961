import type { FastifyInstance } from 'fastify'
import type { Orm } from '../database/orm.ts'

const hour = 60 * 60_000

/** Removes events older than `days`; the database tells of it in the log itself. Says how many. */
export const pruneEvents = async (orm: Orm, days: number): Promise<number> => {
  const sql = 'select prune_audit_events(?)::int as removed'
  const [pruned] = await orm.em.fork().execute<{ removed: number }[]>(sql, [days])
  return pruned?.removed ?? 0
}

/** Removes what is too old every hour. */
export const keepAudit = (app: FastifyInstance, orm: Orm, days: number): void => {
  const prune = async () => {
    try {
      const removed = await pruneEvents(orm, days)
      if (removed > 0) app.log.info({ removed }, 'old events of the audit log were removed')
    } catch (error) {
      app.log.warn({ err: error }, 'old events of the audit log were not removed')
    }
  }
  const timer = setInterval(prune, hour).unref()
  app.addHook('onReady', prune)
  app.addHook('onClose', async () => clearInterval(timer))
}
