import { z } from 'zod'
import { columnKindSchema } from './column-kind.ts'
import { pageOf, pageQuerySchema } from './page.ts'
import { rowsColumnSchema } from './rows.ts'

/** Where the current version of a dataset stands; work on a later version shows in `job`, not here. */
export const datasetStatuses = ['uploaded', 'processing', 'ready', 'error'] as const

/** Schema of a dataset status. */
export const datasetStatusSchema = z.enum(datasetStatuses)

/** One of `datasetStatuses`. */
export type DatasetStatus = z.infer<typeof datasetStatusSchema>

/** The structure of one column (statistics live in the profile). `source_name` is the name as the file wrote it. */
export const columnInfoSchema = z
  .object({
    name: z.string(),
    source_name: z.string(),
    sql_type: z.string(),
    kind: columnKindSchema,
    null_count: z.int(),
  })
  .meta({ id: 'ColumnInfo' })

/** The structure of one column. */
export type ColumnInfo = z.infer<typeof columnInfoSchema>

/** Work under way on a version: bytes and rows so far, milliseconds left; null where not known yet. */
export const datasetJobSchema = z
  .object({
    kind: z.enum(['ingest', 'reingest', 'version']),
    version: z.int(),
    stage: z.enum(['receiving', 'sniffing', 'reading', 'profiling']),
    bytes_done: z.int().nullable(),
    bytes_total: z.int().nullable(),
    rows: z.int().nullable(),
    rows_per_second: z.number().nullable(),
    eta_ms: z.number().nullable(),
  })
  .meta({ id: 'DatasetJob' })

/** Work under way on a version. */
export type DatasetJob = z.infer<typeof datasetJobSchema>

/** What a person is to a dataset: viewers see it, question it and export it; editors also change it; the owner decides. */
export const datasetRoleSchema = z.enum(['owner', 'editor', 'viewer'])

/** What a person is to a dataset. */
export type DatasetRole = z.infer<typeof datasetRoleSchema>

const datasetBase = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  filename: z.string(),
  original_filename: z.string(),
  file_type: z.string(),
  file_size: z.int(),
  row_count: z.int().nullable(),
  column_count: z.int().nullable(),
  status: datasetStatusSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  title: z.string(),
  description: z.string().nullable(),
  version: z.int(),
  role: datasetRoleSchema,
  owner: z.object({ id: z.uuid(), username: z.string() }),
  tags: z.array(z.string()),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  questions: z.int(),
  alerts: z.int(),
  rows_rejected: z.int(),
  job: datasetJobSchema.nullable(),
  deleted_at: z.iso.datetime().nullable(),
  duplicate_of: z.uuid().nullable(),
  source: z.object({ table_index: z.int(), table_name: z.string().nullable() }),
})

/** A dataset, full. */
export const datasetSchema = datasetBase
  .extend({
    columns_info: z.array(columnInfoSchema).nullable(),
    source: datasetBase.shape.source.extend({
      sql: z.string().optional().describe('The query whose answer the dataset is.'),
      params: z.unknown().optional(),
      datasets: z
        .array(z.object({ alias: z.string(), id: z.uuid(), version: z.int(), title: z.string().nullable() }))
        .optional()
        .describe('The datasets of that query, in the versions it read; the title of one that you cannot see is null.'),
    }),
  })
  .meta({ id: 'Dataset' })

/** A dataset, full. */
export type Dataset = z.infer<typeof datasetSchema>

/** A dataset in a list: no `columns_info`, but how many columns of each kind and the first 64 kinds in order. */
export const datasetListItemSchema = datasetBase
  .extend({
    kinds: z.record(columnKindSchema, z.int()),
    kind_strip: z.array(columnKindSchema),
  })
  .meta({ id: 'DatasetListItem' })

/** A dataset in a list. */
export type DatasetListItem = z.infer<typeof datasetListItemSchema>

/** What a person put into the trash, and after how many days there it is removed for good. */
export const trashSchema = pageOf(datasetListItemSchema).extend({ trash_days: z.int() })

/** Schema of text that the database can keep: without NUL characters and halves of surrogate pairs. */
export const storableText = (longest: number) =>
  z
    .string()
    .max(longest, `Use at most ${longest} characters.`)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'This text has a character that cannot be stored.')

/** What a person calls a dataset. */
export const titleSchema = storableText(300).trim().min(1, 'A title cannot be empty.')

/** The orders a dataset list can have; a leading minus turns it round. */
export const datasetSorts = [
  'created_at',
  'updated_at',
  'title',
  'file_size',
  'row_count',
  'column_count',
  'status',
] as const

/** Query of `GET /datasets`. `has_column` and `column_kind` together ask for one column that is both. */
export const datasetListQuerySchema = pageQuerySchema.extend({
  q: storableText(200).optional(),
  status: datasetStatusSchema.optional(),
  has_column: storableText(1000).optional(),
  column_kind: columnKindSchema.optional(),
  shared: z
    .enum(['true', 'false'])
    .optional()
    .describe('`true`: only what others share with you; `false`: only your own; left out: both.'),
  sort: z.enum(datasetSorts.flatMap((name) => [name, `-${name}`] as const)).default('-created_at'),
})

/** What `PATCH /datasets/{id}` takes. */
export const datasetPatchSchema = z
  .object({
    title: titleSchema.optional(),
    description: storableText(10_000).nullable().optional(),
    tags: z.array(storableText(50).trim().min(1)).max(50).optional(),
  })
  .meta({ id: 'DatasetPatch' })

/** The first rows of a file while the rest is still being read: the data of a `preview` event. */
export const datasetPreviewSchema = z
  .object({ columns: z.array(rowsColumnSchema), rows: z.array(z.array(z.unknown())) })
  .meta({ id: 'DatasetPreview' })

/** The first rows of a file while the rest is still being read. */
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>
