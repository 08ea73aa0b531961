import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { FilePart } from '../../engine/ingest/loaded-table.ts'
import { type ColumnInfo, type DatasetJob, type DatasetPreview, datasetStatuses } from '../../shared/dataset.ts'
import { versionReasons } from '../../shared/dataset-version.ts'
import type { MadeBy } from '../../shared/made-by.ts'
import type { Profile } from '../../shared/profile.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { Step } from '../../shared/steps.ts'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { DatasetEntity } from './dataset.ts'
import { tellDataset } from './tell-dataset.ts'

/**
 * One reading of one file. Reading again makes a new version, so the one in use is never touched. `attempt` fences the
 * job: only the attempt that the row names may write a result. `releases` counts the attempts that an orderly stop put
 * back, which are no failures.
 */
export const DatasetVersionEntity = defineEntity({
  name: 'DatasetVersion',
  tableName: 'dataset_versions',
  properties: {
    ...baseProperties,
    dataset: () => p.manyToOne(DatasetEntity).name('dataset_id').deleteRule('cascade').index(false),
    number: p.integer(),
    reason: p.enum(versionReasons).nativeEnumName('version_reason').default('upload'),
    createdBy: () =>
      p
        .manyToOne(UserEntity)
        .name('created_by')
        .nullable()
        .deleteRule('set null')
        .index('dataset_versions_created_by_index'),
    status: p.enum(datasetStatuses).nativeEnumName('dataset_status').default('uploaded'),
    attempt: p.integer().default(0),
    releases: p.integer().default(0),
    options: p.json<ReadingOptions>().nullable(),
    steps: p.json<Step[]>().nullable(),
    baseVersion: p.integer().nullable(),
    madeBy: p.json<MadeBy>().columnType('json').nullable(),
    originalFilename: p.text(),
    filePath: p.string().length(500),
    fileSize: p.bigint('number'),
    sha256: p.string().length(64),
    tablePath: p.string().length(500).nullable(),
    tableSize: p.bigint('number').nullable(),
    rowCount: p.bigint('number').nullable(),
    columnCount: p.integer().nullable(),
    columnsInfo: p.json<ColumnInfo[]>().nullable(),
    receipt: p.json<Receipt>().columnType('json').nullable(),
    profile: p.json<Omit<Profile, 'dataset_id' | 'version'>>().columnType('json').nullable(),
    fileTables: p.json<FilePart[]>().columnType('json').nullable(),
    tableIndex: p.integer().nullable(),
    progress: p.json<DatasetJob>().columnType('json').nullable(),
    preview: p.json<DatasetPreview>().columnType('json').nullable(),
    errorCode: p.string().length(50).nullable(),
    errorDetail: p.text().nullable(),
  },
  uniques: [{ name: 'dataset_versions_dataset_id_number_unique', properties: ['dataset', 'number'] }],
  indexes: [
    {
      name: 'dataset_versions_unfinished_index',
      expression: `create index "dataset_versions_unfinished_index" on "dataset_versions" ("dataset_id") where "status" in ('uploaded', 'processing')`,
    },
    { name: 'dataset_versions_sha256_index', properties: ['sha256'] },
  ],
  triggers: [
    touchUpdatedAt,
    {
      name: 'tell_datasets',
      timing: 'after',
      events: ['insert', 'update'],
      forEach: 'row',
      body: `declare d datasets; begin select * into d from datasets where id = new.dataset_id; ${tellDataset({
        id: 'd.id',
        owner: 'd.user_id',
        everyone: 'd.visible_to_everyone',
        what: `case when new.status in ('uploaded', 'processing') then 'progress' else new.status::text end`,
      })} end; return null;`,
    },
  ],
})

/** A row of `dataset_versions`. */
export type DatasetVersionRow = InferEntity<typeof DatasetVersionEntity>
