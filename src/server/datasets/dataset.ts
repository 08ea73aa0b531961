import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { type ColumnInfo, datasetStatuses } from '../../shared/dataset.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetVersionEntity } from './dataset-version.ts'
import { tellDataset, tellPerson } from './tell-dataset.ts'

/** What a person uploaded and named. `status` speaks of the version in use. */
export const DatasetEntity = defineEntity({
  name: 'Dataset',
  tableName: 'datasets',
  properties: {
    ...baseProperties,
    owner: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index(false),
    filename: p.string().length(255).unique('datasets_filename_unique'),
    originalFilename: p.text(),
    fileType: p.string().length(50),
    fileSize: p.bigint('number'),
    filePath: p.string().length(500),
    rowCount: p.bigint('number').nullable(),
    columnCount: p.integer().nullable(),
    columnsInfo: p.json<ColumnInfo[]>().nullable(),
    status: p.enum(datasetStatuses).nativeEnumName('dataset_status').default('uploaded'),
    title: p.text(),
    description: p.text().nullable(),
    tags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    currentVersion: p.integer().default(1),
    kindCounts: p.json<Partial<Record<ColumnKind, number>>>().defaultRaw(`'{}'::jsonb`),
    kindStrip: p.array().columnType('text[]').$type<ColumnKind[]>().defaultRaw(`'{}'`),
    questionCount: p.integer().default(0),
    alertCount: p.integer().default(0),
    rejectedCount: p.bigint('number').default(0),
    duplicateOf: () =>
      p
        .manyToOne(DatasetEntity)
        .name('duplicate_of')
        .nullable()
        .deleteRule('set null')
        .index('datasets_duplicate_of_index'),
    tableIndex: p.integer().default(0),
    tableName: p.text().nullable(),
    errorCode: p.string().length(50).nullable(),
    errorDetail: p.text().nullable(),
    visibleToEveryone: p.boolean().default(false),
    deletedAt: p.datetime(6).columnType('timestamptz').nullable(),
    versions: () => p.oneToMany(DatasetVersionEntity).mappedBy('dataset'),
  },
  indexes: [
    { name: 'datasets_user_id_created_at_index', properties: ['owner', 'createdAt'] },
    {
      name: 'datasets_columns_info_index',
      expression:
        'create index "datasets_columns_info_index" on "datasets" using gin ("columns_info" jsonb_path_ops) with (fastupdate = off)',
    },
    {
      name: 'datasets_visible_to_everyone_index',
      expression:
        'create index "datasets_visible_to_everyone_index" on "datasets" ("created_at") where "visible_to_everyone"',
    },
  ],
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_datasets',
      timing: 'after',
      events: ['insert', 'update', 'delete'],
      forEach: 'row',
      body: `${tellDataset({
        id: 'coalesce(new.id, old.id)',
        owner: 'coalesce(new.user_id, old.user_id)',
        everyone: 'coalesce(new.visible_to_everyone, false) or coalesce(old.visible_to_everyone, false)',
        what: `case when new.id is null then 'deleted' when new.deleted_at is not null then 'trashed' else new.status::text end`,
      })} if old.user_id <> new.user_id then ${tellPerson({ id: 'old.id', person: 'old.user_id' })} end if; return null;`,
    },
  ],
})

/** A row of `datasets`. */
export type DatasetRow = InferEntity<typeof DatasetEntity>
