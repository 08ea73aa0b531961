import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { queryOutcomes } from '../../shared/queries.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from '../datasets/dataset.ts'

/** SQL that somebody ran about a dataset, the last of them for each person and dataset. Values of parameters are not kept. */
export const PastQueryEntity = defineEntity({
  name: 'PastQuery',
  tableName: 'past_queries',
  properties: {
    ...baseProperties,
    dataset: () =>
      p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index('past_queries_dataset_id_index'),
    person: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index(false),
    sql: p.text(),
    others: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    durationMs: p.integer(),
    rowCount: p.bigint('number').nullable(),
    outcome: p.enum(queryOutcomes).nativeEnumName('query_outcome'),
    error: p.text().nullable(),
  },
  indexes: [
    { name: 'past_queries_user_id_dataset_id_created_at_index', properties: ['person', 'dataset', 'createdAt'] },
  ],
  triggers: [touchUpdatedAt],
})

/** A row of `past_queries`. */
export type PastQueryRow = InferEntity<typeof PastQueryEntity>
