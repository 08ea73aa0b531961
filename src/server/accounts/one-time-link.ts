import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/** What a link is good for. `set_up` chooses the first password of an account that somebody else has made. */
export type LinkPurpose = 'reset_password' | 'set_up' | 'verify_email'

/**
 * A link that works once. Of each purpose a user has at most one: a new one takes the place of the older. The row goes
 * when the link is used. `email` is the address that whoever opens the link has shown to be theirs.
 */
export const OneTimeLinkEntity = defineEntity({
  name: 'OneTimeLink',
  tableName: 'one_time_links',
  properties: {
    ...baseProperties,
    purpose: p.string().length(20).$type<LinkPurpose>(),
    user: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade'),
    tokenHash: p.string().length(64).unique('one_time_links_token_hash_unique'),
    email: p.string().length(254).nullable(),
    expiresAt: p.datetime(6).columnType('timestamptz').index('one_time_links_expires_at_index'),
  },
  uniques: [{ name: 'one_time_links_user_id_purpose_unique', properties: ['user', 'purpose'] }],
  triggers: [touchUpdatedAt],
})
