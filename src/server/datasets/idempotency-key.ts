import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Dataset } from '../../shared/dataset.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from './dataset.ts'

/** A key under which a person's upload was answered: the same bytes again get the same `answer`, other bytes a refusal. */
export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  properties: {
    ...baseProperties,
    owner: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index(false),
    key: p.string().length(255),
    sha256: p.string().length(64),
    dataset: () =>
      p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index('idempotency_keys_dataset_id_index'),
    answer: p.json<Dataset>().columnType('json'),
  },
  uniques: [{ name: 'idempotency_keys_user_id_key_unique', properties: ['owner', 'key'] }],
  triggers: [touchUpdatedAt],
})

/** A row of `idempotency_keys`. */
export type IdempotencyKeyRow = InferEntity<typeof IdempotencyKeyEntity>
