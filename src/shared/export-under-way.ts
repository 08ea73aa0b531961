import { z } from 'zod'
import { exportFormats } from './export-format.ts'
import { pageOf } from './page.ts'

/** An export of one's own that is not through yet; `row_count` is null while it waits for its turn or counts. */
export const exportUnderWaySchema = z.object({
  id: z.uuid(),
  format: z.enum(exportFormats),
  begun_at: z.iso.datetime(),
  row_count: z.int().nullable(),
  rows_written: z.int(),
})

/** One of them. */
export type ExportUnderWay = z.infer<typeof exportUnderWaySchema>

/** All of them, of one dataset. */
export const exportsUnderWaySchema = pageOf(exportUnderWaySchema)
