import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties } from '../database/base-model.ts'

/**
 * Written by triggers whenever a session or token ends or a user changes in a way that processes must hear of. `changedIn`
 * is the transaction, so that a reader who remembers a snapshot misses nothing, whatever order transactions commit in.
 */
export const AccountChangeEntity = defineEntity({
  name: 'AccountChange',
  tableName: 'account_changes',
  properties: {
    ...baseProperties,
    userId: p.uuid().nullable(),
    sessionId: p.uuid().nullable(),
    tokenId: p.uuid().nullable(),
    changedIn: p
      .string()
      .columnType('xid8')
      .defaultRaw('pg_current_xact_id()')
      .index('account_changes_changed_in_index'),
  },
})
