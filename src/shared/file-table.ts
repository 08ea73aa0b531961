import { z } from 'zod'

/**
 * One of the tables of a file. Counts that are not known without reading it are null; `dataset_id` is the dataset that was
 * made of it, if the person asking can see one.
 */
export const fileTableSchema = z
  .object({
    index: z.int(),
    name: z.string().nullable(),
    kind: z.enum(['sheet', 'block', 'entry', 'json_path']),
    range: z.string().nullable(),
    row_count: z.int().nullable(),
    column_count: z.int().nullable(),
    hidden: z.boolean(),
    dataset_id: z.uuid().nullable(),
  })
  .meta({ id: 'FileTable' })

/** One of the tables of a file. */
export type FileTable = z.infer<typeof fileTableSchema>
