import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { UserEntity } from './user.ts'

/**
 * The authenticator app of a user. Until `confirmedAt` it is only being set up and asks for nothing. `lastStep` is the
 * half minute of the last code that was used: no code of it or of an earlier one counts again.
 */
export const SecondFactorEntity = defineEntity({
  name: 'SecondFactor',
  tableName: 'second_factors',
  properties: {
    ...baseProperties,
    user: () => p.oneToOne(UserEntity).name('user_id').deleteRule('cascade').unique('second_factors_user_id_unique'),
    sealedSecret: p.string().length(200),
    lastStep: p.integer().default(0),
    recoveryHashes: p.array().columnType('text[]').$type<string[]>().defaultRaw(`'{}'`),
    confirmedAt: p.datetime(6).columnType('timestamptz').nullable(),
  },
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_change',
      timing: 'after',
      events: ['update', 'delete'],
      forEach: 'row',
      body: `if tg_op = 'DELETE' or old.confirmed_at is distinct from new.confirmed_at then insert into account_changes (user_id) values (old.user_id); end if; return null;`,
    },
  ],
})

/** A row of `second_factors`. */
export type SecondFactorRow = InferEntity<typeof SecondFactorEntity>
