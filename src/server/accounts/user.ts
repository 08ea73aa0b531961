import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt, uniqueIgnoringCase } from '../database/base-model.ts'
import { DatasetEntity } from '../datasets/dataset.ts'
import { keepSuperuser } from './last-superuser.ts'

/** A person with an account. `email` and `username` are kept as typed and are unique whatever their case. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    ...baseProperties,
    email: p.string().length(254).unique('users_email_unique'),
    username: p.string().length(50).unique('users_username_unique'),
    hashedPassword: p.string().length(255).hidden(),
    fullName: p.string().length(100).nullable(),
    isActive: p.boolean().default(true),
    isSuperuser: p.boolean().default(false),
    emailVerified: p.boolean().default(false),
    lastLoginAt: p.datetime(6).columnType('timestamptz').nullable(),
    /** Bytes this person may store; null is what the settings say of everybody. */
    quotaBytes: p.bigint('number').nullable(),
    datasets: () => p.oneToMany(DatasetEntity).mappedBy('owner'),
  },
  uniques: [uniqueIgnoringCase('users', 'email'), uniqueIgnoringCase('users', 'username')],
  indexes: [{ name: 'users_created_at_id_index', properties: ['createdAt', 'id'] }],
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_change',
      timing: 'after',
      events: ['update', 'delete'],
      forEach: 'row',
      body: `if tg_op = 'DELETE' or (old.username, old.is_active, old.is_superuser) is distinct from (new.username, new.is_active, new.is_superuser) then insert into account_changes (user_id) values (old.id); end if; return null;`,
    },
    keepSuperuser,
  ],
})

/** A row of `users`. */
export type UserRow = InferEntity<typeof UserEntity>
