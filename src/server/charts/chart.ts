import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { ChartSpec } from '../../shared/charts.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from '../datasets/dataset.ts'

/** A chart that was kept with a dataset. `columns` are the names that its spec needs. */
export const ChartEntity = defineEntity({
  name: 'Chart',
  tableName: 'charts',
  properties: {
    ...baseProperties,
    dataset: () => p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index('charts_dataset_id_index'),
    createdBy: () =>
      p.manyToOne(UserEntity).name('created_by').nullable().deleteRule('set null').index('charts_created_by_index'),
    title: p.string().length(200),
    spec: p.json<ChartSpec>(),
    columns: p.array().columnType('text[]'),
  },
  triggers: [touchUpdatedAt],
})

/** A row of `charts`. */
export type ChartRow = InferEntity<typeof ChartEntity>
