import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { shareRoles } from '../../shared/sharing.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from './dataset.ts'
import { tellPerson } from './tell-dataset.ts'

/** What a person may do with a dataset of somebody else. */
export const DatasetShareEntity = defineEntity({
  name: 'DatasetShare',
  tableName: 'dataset_shares',
  properties: {
    ...baseProperties,
    dataset: () =>
      p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index('dataset_shares_dataset_id_index'),
    user: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index(false),
    role: p.enum(shareRoles).nativeEnumName('share_role'),
  },
  uniques: [{ name: 'dataset_shares_user_id_dataset_id_unique', properties: ['user', 'dataset'] }],
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_datasets',
      timing: 'after',
      events: ['insert', 'update', 'delete'],
      forEach: 'row',
      body: `${tellPerson({ id: 'coalesce(new.dataset_id, old.dataset_id)', person: 'coalesce(new.user_id, old.user_id)' })} return null;`,
    },
  ],
})

/** A row of `dataset_shares`. */
export type DatasetShareRow = InferEntity<typeof DatasetShareEntity>
