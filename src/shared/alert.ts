import { z } from 'zod'
import { filterSchema } from './rows.ts'
import { stepSchema } from './steps.ts'

/** Everything a profile warns of. What raises each of them stands in docs/statistics.md. */
export const alertCodes = [
  'encoding_damage',
  'all_null',
  'infinite',
  'duplicate_rows',
  'sentinel',
  'near_duplicates',
  'mixed_formats',
  'future_dates',
  'personal_data',
  'high_null_share',
  'constant',
  'correlated',
  'skewed',
  'imbalance',
  'high_cardinality',
  'unique',
] as const

/** One of `alertCodes`, which stand in the order of what matters. */
export type AlertCode = (typeof alertCodes)[number]

const scalar = z.union([z.string(), z.number(), z.boolean()])

/**
 * Something in a table that a person should know of: the `evidence` crossed the `threshold`. `row_count` and `filter`
 * say which rows are concerned, where that can be said; `fix` proposes steps, where there are some.
 */
export const alertSchema = z
  .object({
    code: z.enum(alertCodes),
    severity: z.enum(['note', 'warning']),
    columns: z.array(z.string()),
    message: z.string(),
    evidence: z.record(z.string(), scalar),
    threshold: z.number().nullable(),
    row_count: z.int().nullable(),
    filter: filterSchema.nullable(),
    fix: z.object({ label: z.string(), steps: z.array(stepSchema) }).nullable(),
  })
  .meta({ id: 'Alert' })

/** Something in a table that a person should know of. */
export type Alert = z.infer<typeof alertSchema>
