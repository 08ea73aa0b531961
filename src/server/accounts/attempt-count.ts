import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'

/** How often something that is limited was tried in vain since the first time, and when that is forgotten. */
export const AttemptCountEntity = defineEntity({
  name: 'AttemptCount',
  tableName: 'attempt_counts',
  properties: {
    ...baseProperties,
    key: p.string().length(200).unique('attempt_counts_key_unique'),
    count: p.integer(),
    expiresAt: p.datetime(6).columnType('timestamptz').index('attempt_counts_expires_at_index'),
  },
  triggers: [touchUpdatedAt],
})
