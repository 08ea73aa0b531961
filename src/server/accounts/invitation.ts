import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/**
 * Lets one person register. Good as long as who made it is an administrator; the row goes when it is used. With an
 * `email`, only for that address.
 */
export const InvitationEntity = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    ...baseProperties,
    createdBy: () =>
      p.manyToOne(UserEntity).name('created_by').deleteRule('cascade').index('invitations_created_by_index'),
    tokenHash: p.string().length(64).unique('invitations_token_hash_unique'),
    email: p.string().length(254).nullable(),
    isSuperuser: p.boolean().default(false),
    expiresAt: p.datetime(6).columnType('timestamptz').index('invitations_expires_at_index'),
  },
  triggers: [touchUpdatedAt],
})
