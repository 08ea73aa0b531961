import { z } from 'zod'
import { pageQuerySchema } from './page.ts'

/**
 * What a report is about: `row` are bytes that form no record and were not loaded, `cell` a value that its column cannot
 * hold and that is null in the table, `reported` a row that was loaded otherwise than it stands, `skipped` a line that is
 * no row.
 */
export const rejectScopes = ['row', 'cell', 'reported', 'skipped'] as const

/**
 * Something about a part of the file that a person should know. Lines count from 1, rows from 0 (null where it is no row);
 * `surplus` are the values of a row that no column holds.
 */
export const rejectSchema = z
  .object({
    scope: z.enum(rejectScopes),
    line_number: z.int(),
    byte_offset: z.int().nullable(),
    row_number: z.int().nullable(),
    column: z.string().nullable(),
    raw: z.string(),
    code: z.string(),
    reason: z.string(),
    surplus: z.array(z.string().nullable()).nullable(),
  })
  .meta({ id: 'Reject' })

/** Something about a part of the file that a person should know. */
export type Reject = z.infer<typeof rejectSchema>

/** Query of `GET /datasets/{id}/rejects`; all scopes unless one is named. */
export const rejectsQuerySchema = pageQuerySchema.extend({
  scope: z.enum(rejectScopes).optional(),
  format: z.enum(['json', 'csv']).default('json'),
})
