import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/** A refresh token that was exchanged: its hash, its successor sealed by it, and when (milliseconds since 1970). */
export interface SpentToken {
  hash: string
  sealedSuccessor: string
  at: number
}

/**
 * A sign-in that lasts. All its refresh tokens share one family secret; `tokenHash` is that of the one that is live, and
 * `spentTokens` are those exchanged a moment ago. At `steppedUpAt` the person proved once more who they are. The row is
 * deleted when the session ends.
 */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    ...baseProperties,
    user: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('sessions_user_id_index'),
    familyHash: p.string().length(64).unique('sessions_family_hash_unique'),
    tokenHash: p.string().length(64),
    spentTokens: p.json<SpentToken[]>().defaultRaw(`'[]'::jsonb`),
    isRemembered: p.boolean(),
    ip: p.string().length(45),
    userAgent: p.string().length(500).nullable(),
    lastUsedAt: p.datetime(6).columnType('timestamptz').defaultRaw('now()'),
    steppedUpAt: p.datetime(6).columnType('timestamptz').nullable(),
    expiresAt: p.datetime(6).columnType('timestamptz').index('sessions_expires_at_index'),
  },
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_end',
      timing: 'after',
      events: ['delete'],
      forEach: 'row',
      body: 'insert into "account_changes" ("session_id") values (old."id"); return null;',
    },
  ],
})

/** A row of `sessions`. */
export type SessionRow = InferEntity<typeof SessionEntity>
