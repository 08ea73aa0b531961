import { defineEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt, uniqueIgnoringCase } from '../database/base-model.ts'
import { DatasetEntity } from '../datasets/dataset.ts'

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
    datasets: () => p.oneToMany(DatasetEntity).mappedBy('owner'),
  },
  uniques: [uniqueIgnoringCase('users', 'email'), uniqueIgnoringCase('users', 'username')],
  triggers: [touchUpdatedAt],
})
