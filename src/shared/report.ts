import { z } from 'zod'
import { profileSchema } from './profile.ts'
import { receiptSchema } from './receipt.ts'
import { rejectSchema } from './rejects.ts'

/** How many of the lines that were reported, skipped or rejected a report names. */
export const mostReportedLines = 20

/**
 * What there is to tell of a table to somebody who has nothing else: where it came from, how it was read and what is in
 * it. `version` is null where no dataset was made of the file; `rejects` are the first of `total` lines of the file that
 * are not in the table as they stand.
 */
export const reportSchema = z
  .object({
    title: z.string(),
    file_name: z.string(),
    version: z.int().nullable(),
    made_at: z.iso.datetime(),
    made_by: z.string(),
    receipt: receiptSchema,
    rejects: z.object({ total: z.int(), items: z.array(rejectSchema) }),
    profile: profileSchema.omit({ dataset_id: true, version: true }),
  })
  .meta({ id: 'Report' })

/** What there is to tell of a table to somebody who has nothing else. */
export type Report = z.infer<typeof reportSchema>
