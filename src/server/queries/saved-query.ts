import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from '../datasets/dataset.ts'

/** SQL about a dataset under a name; `others` are the further datasets it names, by alias. */
export const SavedQueryEntity = defineEntity({
  name: 'SavedQuery',
  tableName: 'saved_queries',
  properties: {
    ...baseProperties,
    dataset: () =>
      p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index('saved_queries_dataset_id_index'),
    author: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('saved_queries_user_id_index'),
    name: p.text(),
    sql: p.text(),
    others: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    shared: p.boolean().default(false),
  },
  triggers: [touchUpdatedAt],
})

/** A row of `saved_queries`. */
export type SavedQueryRow = InferEntity<typeof SavedQueryEntity>
