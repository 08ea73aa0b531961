import { z } from 'zod'
import { type ColumnProfile, columnProfileSchema, profileSchema } from '../../shared/profile.ts'

const checkedColumns = 100

/**
 * A profile as the server answers it. One code writes all its columns, so that the first hundred tell whether this page
 * knows their form: two million fields of ten thousand columns would keep a person waiting.
 */
export const profileAnswerSchema = profileSchema.extend({ columns: z.custom<ColumnProfile[]>(isKnown) })

function isKnown(columns: unknown): boolean {
  return z.array(columnProfileSchema).safeParse(Array.isArray(columns) ? columns.slice(0, checkedColumns) : columns)
    .success
}
