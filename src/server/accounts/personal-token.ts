import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { TokenScope } from '../../shared/tokens.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/** A personal access token. Its text is nowhere: `tokenHash` is the SHA-256 of it. Revoking deletes the row. */
export const PersonalTokenEntity = defineEntity({
  name: 'PersonalToken',
  tableName: 'personal_access_tokens',
  properties: {
    ...baseProperties,
    user: () =>
      p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('personal_access_tokens_user_id_index'),
    name: p.string().length(100),
    scopes: p.array().columnType('text[]').$type<TokenScope[]>(),
    tokenHash: p.string().length(64).unique('personal_access_tokens_token_hash_unique'),
    expiresAt: p.datetime(6).columnType('timestamptz').nullable(),
    lastUsedAt: p.datetime(6).columnType('timestamptz').nullable(),
  },
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_change',
      timing: 'after',
      events: ['update', 'delete'],
      forEach: 'row',
      body: `if tg_op = 'DELETE' or (old.user_id, old.scopes, old.token_hash, old.expires_at) is distinct from (new.user_id, new.scopes, new.token_hash, new.expires_at) then insert into account_changes (token_id) values (old.id); end if; return null;`,
    },
  ],
})

/** A row of `personal_access_tokens`. */
export type PersonalTokenRow = InferEntity<typeof PersonalTokenEntity>
