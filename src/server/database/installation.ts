import { defineEntity } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from './base-model.ts'

/** Its one row names this database; the home keeps the same id, see `bind-home.ts`. */
export const InstallationEntity = defineEntity({
  name: 'Installation',
  tableName: 'installation',
  properties: { ...baseProperties },
  triggers: [touchUpdatedAt],
})
