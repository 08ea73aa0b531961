import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/** Who a user is at an identity provider: the subject is the provider's own name for them and never changes. */
export const OidcIdentityEntity = defineEntity({
  name: 'OidcIdentity',
  tableName: 'oidc_identities',
  properties: {
    ...baseProperties,
    user: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('oidc_identities_user_id_index'),
    issuer: p.string().length(500),
    subject: p.string().length(255),
  },
  uniques: [{ name: 'oidc_identities_issuer_subject_unique', properties: ['issuer', 'subject'] }],
  triggers: [touchUpdatedAt],
})
