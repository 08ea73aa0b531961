import { type RawBuilder, sql } from 'kysely'
import { type ColumnKind, columnKinds } from '../../shared/column-kind.ts'
import type { ColumnInfo, Dataset, DatasetJob, DatasetListItem, DatasetStatus } from '../../shared/dataset.ts'
import { utc } from '../database/utc.ts'
import { ownedBy, roleOf, visibleTo } from './access.ts'

/** Datasets `d`, their owner `u` and the version being worked on `w`, if there is one. */
export const joinedTo = (datasets: RawBuilder<unknown>) => sql`${datasets} d
  join users u on u.id = d.user_id
  left join lateral (
    select v.number, v.reason, v.file_size, v.progress, v.preview is not null as has_preview
    from dataset_versions v
    where v.dataset_id = d.id and v.status in ('uploaded', 'processing')
    order by v.number desc limit 1
  ) w on true`

/** All datasets with what belongs to them. */
export const datasetSource = joinedTo(sql`datasets`)

const common = (userId: string) => sql`d.id, d.user_id, d.filename, d.original_filename, d.file_type,
  d.file_size::float8, d.row_count::float8, d.column_count, d.status, ${utc(sql`d.created_at`)} as created_at,
  ${utc(sql`d.updated_at`)} as updated_at, d.title, d.description, d.current_version as version, d.tags,
  d.error_code, d.error_detail, d.question_count as questions, d.alert_count as alerts,
  d.rejected_count::float8 as rows_rejected, ${utc(sql`d.deleted_at`)} as deleted_at,
  case when ${ownedBy(userId)} then d.duplicate_of end as duplicate_of, d.table_index,
  d.table_name, u.username as owner_username, ${roleOf(userId)} as role, w.number as work_number,
  w.reason as work_reason, w.file_size::float8 as work_bytes, w.progress as work_progress`

/** What `presentDataset` needs. */
export const datasetColumns = (userId: string) =>
  sql`${common(userId)}, d.columns_info, w.has_preview, ${madeBy(userId)} as made_by`

/** What `presentListItem` needs. */
export const listItemColumns = (userId: string) => sql`${common(userId)}, d.kind_counts, d.kind_strip`

/** The query whose answer the file of the version in use is; of its datasets the titles of those that `userId` may see. */
const madeBy = (userId: string) => sql`(
  select json_build_object('sql', v.made_by -> 'sql', 'params', v.made_by -> 'params', 'datasets', (
    select json_agg(json_build_object('alias', e ->> 'alias', 'id', e ->> 'id', 'version', e -> 'version', 'title', (
      select d.title from datasets d where d.id = (e ->> 'id')::uuid and ${visibleTo(userId)})))
    from json_array_elements(v.made_by -> 'datasets') e))
  from dataset_versions v
  where v.dataset_id = d.id and v.file_path = d.file_path and v.made_by is not null
  order by v.number limit 1)`

interface CommonRecord {
  id: string
  user_id: string
  filename: string
  original_filename: string
  file_type: string
  file_size: number
  row_count: number | null
  column_count: number | null
  status: DatasetStatus
  created_at: string
  updated_at: string
  title: string
  description: string | null
  version: number
  tags: string[]
  error_code: string | null
  error_detail: string | null
  questions: number
  alerts: number
  rows_rejected: number
  deleted_at: string | null
  duplicate_of: string | null
  table_index: number
  table_name: string | null
  owner_username: string
  role: 'owner' | 'editor' | 'viewer'
  work_number: number | null
  work_reason: 'upload' | 'reingest' | 'steps' | 'restore' | null
  work_bytes: number | null
  work_progress: DatasetJob | null
}

export interface DatasetRecord extends CommonRecord {
  columns_info: ColumnInfo[] | null
  has_preview: boolean | null
  made_by: Pick<Dataset['source'], 'sql' | 'params' | 'datasets'> | null
}

export interface ListItemRecord extends CommonRecord {
  kind_counts: Partial<Record<ColumnKind, number>>
  kind_strip: ColumnKind[]
}

/** A dataset as the API shows it. */
export const presentDataset = (record: DatasetRecord): Dataset => ({
  ...presentCommon(record),
  columns_info: record.columns_info,
  source: { ...presentCommon(record).source, ...record.made_by },
})

/** A dataset as lists show it. */
export const presentListItem = (record: ListItemRecord): DatasetListItem => ({
  ...presentCommon(record),
  kinds: Object.fromEntries(columnKinds.map((kind) => [kind, record.kind_counts[kind] ?? 0])) as Record<
    ColumnKind,
    number
  >,
  kind_strip: record.kind_strip,
})

const presentCommon = (record: CommonRecord) => ({
  id: record.id,
  user_id: record.user_id,
  filename: record.filename,
  original_filename: record.original_filename,
  file_type: record.file_type,
  file_size: record.file_size,
  row_count: record.row_count,
  column_count: record.column_count,
  status: record.status,
  created_at: record.created_at,
  updated_at: record.updated_at,
  title: record.title,
  description: record.description,
  version: record.version,
  role: record.role,
  owner: { id: record.user_id, username: record.owner_username },
  tags: record.tags,
  error: record.error_code === null ? null : { code: record.error_code, detail: record.error_detail ?? '' },
  questions: record.questions,
  alerts: record.alerts,
  rows_rejected: record.rows_rejected,
  job: presentJob(record),
  deleted_at: record.deleted_at,
  duplicate_of: record.duplicate_of,
  source: { table_index: record.table_index, table_name: record.table_name },
})

const presentJob = ({ work_number, work_reason, work_bytes, work_progress }: CommonRecord): DatasetJob | null => {
  if (work_number === null) return null
  if (work_progress !== null) return work_progress
  return {
    kind: work_reason === 'reingest' ? 'reingest' : work_number === 1 ? 'ingest' : 'version',
    version: work_number,
    stage: 'sniffing',
    bytes_done: 0,
    bytes_total: work_bytes,
    rows: null,
    rows_per_second: null,
    eta_ms: null,
  }
}
