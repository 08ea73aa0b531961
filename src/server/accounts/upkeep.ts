import type { FastifyInstance } from 'fastify'
import type { Orm } from '../database/orm.ts'
import type { Accounts } from './accounts.ts'
import { isUnclaimed } from './register-user.ts'
import { needsSetupCode } from './registration-rule.ts'

const hour = 60 * 60_000

const sweeps = [
  'delete from sessions where expires_at < ?::timestamptz',
  'delete from attempt_counts where expires_at < ?::timestamptz',
  'delete from one_time_links where expires_at < ?::timestamptz',
  'delete from invitations where expires_at < ?::timestamptz',
  `delete from account_changes where created_at < ?::timestamptz - interval '1 hour'`,
]

/** Removes what has lost its meaning: sessions and links past their end, forgotten attempts, changes everybody has heard of. */
export async function sweepAccounts(orm: Orm, now: Date): Promise<void> {
  for (const sql of sweeps) await orm.em.fork().execute(sql, [now.toISOString()])
}

/** Says at start how the first account is made, sweeps every hour, and ends what runs beside the requests. */
export const keepAccounts = (app: FastifyInstance, orm: Orm, accounts: Accounts): void => {
  const { hasher, now, passwordStrength, settings, setupCode, signingKeys, tokenUse } = accounts
  const sweep = () => {
    sweepAccounts(orm, new Date(now())).catch((error: unknown) =>
      app.log.warn({ err: error }, 'accounts were not swept'),
    )
  }
  const timer = setInterval(sweep, hour).unref()

  app.addHook('onReady', async () => {
    if (!needsSetupCode(settings) || !(await isUnclaimed(orm.em.fork()))) return
    app.log.warn(`There is no account yet. The first one needs the set-up code ${setupCode}`)
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    signingKeys.close()
    await Promise.all([hasher.close(), passwordStrength.close(), tokenUse.settle()])
  })
}
