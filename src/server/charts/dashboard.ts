import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Filter } from '../../shared/rows.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'

/** A page of charts. */
export const DashboardEntity = defineEntity({
  name: 'Dashboard',
  tableName: 'dashboards',
  properties: {
    ...baseProperties,
    user: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('dashboards_user_id_index'),
    title: p.string().length(200),
    filter: p.json<Filter>().nullable(),
  },
  triggers: [touchUpdatedAt],
})

/** A row of `dashboards`. */
export type DashboardRow = InferEntity<typeof DashboardEntity>
