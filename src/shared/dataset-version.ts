import { z } from 'zod'
import { datasetStatusSchema } from './dataset.ts'
import { readingOptionsSchema } from './reading-options.ts'
import { foundFormatSchema, questionSchema } from './receipt.ts'
import { rowsColumnSchema } from './rows.ts'
import { stepsSchema } from './steps.ts'

/** Why a version exists. */
export const versionReasons = ['upload', 'reingest', 'steps', 'restore'] as const

/**
 * One version of a dataset; `by` is null when that account is gone, the counts are null until it is ready, `options` are
 * what a person decided about reading the file, `steps` what was done to the table of `base_version`.
 */
export const datasetVersionSchema = z
  .object({
    number: z.int(),
    created_at: z.iso.datetime(),
    by: z.object({ id: z.uuid(), username: z.string() }).nullable(),
    reason: z.enum(versionReasons),
    status: datasetStatusSchema,
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    options: readingOptionsSchema.nullable(),
    steps: stepsSchema,
    base_version: z.int().nullable(),
    row_count: z.int().nullable(),
    column_count: z.int().nullable(),
    bytes: z.int(),
    current: z.boolean(),
  })
  .meta({ id: 'DatasetVersion' })

/** One version of a dataset. */
export type DatasetVersion = z.infer<typeof datasetVersionSchema>

/** What a file would look like if it were read in another way; it rests on `rows_read` rows, about `read` of its `of` bytes. */
export const filePreviewSchema = z
  .object({
    format: foundFormatSchema,
    columns: z.array(rowsColumnSchema),
    rows: z.array(z.array(z.unknown())),
    questions: z.array(questionSchema),
    rows_read: z.int(),
    read: z.int(),
    of: z.int(),
  })
  .meta({ id: 'FilePreview' })

/** What becomes of a column when a file takes the place of another; `sql_type` is null where the new file lacks it. */
export const columnMatchSchema = z.object({
  name: z.string(),
  sql_type: z.string().nullable(),
  before: z.object({ name: z.string(), sql_type: z.string() }).nullable(),
  change: z.enum(['same', 'retyped', 'added', 'missing']),
})

/** What becomes of a column when a file takes the place of another. */
export type ColumnMatch = z.infer<typeof columnMatchSchema>

/** What an uploaded file would be as the next version of a dataset, and how its columns match those in use. */
export const versionPreviewSchema = filePreviewSchema
  .extend({ filename: z.string(), bytes: z.int(), matches: z.array(columnMatchSchema) })
  .meta({ id: 'VersionPreview' })

/** What an uploaded file would be as the next version of a dataset. */
export type VersionPreview = z.infer<typeof versionPreviewSchema>
