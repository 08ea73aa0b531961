import { z } from 'zod'
import { holdsUnstorable } from './holds-unstorable.ts'
import { filterSchema, rowsColumnSchema } from './rows.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const column = z.string().max(10_000)
const columnName = z.string().trim().min(1).max(300)
const longestExpression = 5000

/** The types that a column can be given by a step. */
export const stepTypes = ['VARCHAR', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'TIME', 'BOOLEAN'] as const

/**
 * One change of a table. `drop_columns` leaves columns out; `rename` calls one otherwise; `trim` takes white space from
 * both ends; `case` writes text in one case; `null_where` makes null of certain values; `replace` writes one value for
 * others; `retype` reads values as another type, null where it does not hold them exactly; `repair_encoding` reads text again as the UTF-8
 * it was; `filter` keeps the rows for which it is true; `drop_duplicates` keeps the first of equal rows; `compute` adds a
 * column with the value of an SQL expression over its row, null where that fails. Rows keep their order.
 */
export const stepSchema = z
  .discriminatedUnion('op', [
    z.object({ op: z.literal('drop_columns'), columns: z.array(column).min(1).max(10_000) }),
    z.object({ op: z.literal('rename'), column, to: columnName }),
    z.object({ op: z.literal('trim'), column }),
    z.object({ op: z.literal('case'), column, to: z.enum(['upper', 'lower']) }),
    z.object({ op: z.literal('null_where'), column, values: z.array(scalar).min(1).max(10_000) }),
    z.object({ op: z.literal('replace'), column, from: z.array(scalar).min(1).max(10_000), to: scalar }),
    z.object({ op: z.literal('retype'), column, sql_type: z.enum(stepTypes) }),
    z.object({ op: z.literal('repair_encoding'), column }),
    z.object({ op: z.literal('filter'), filter: filterSchema }),
    z.object({ op: z.literal('drop_duplicates') }),
    z.object({
      op: z.literal('compute'),
      name: columnName,
      expression: z.string().trim().min(1).max(longestExpression),
    }),
  ])
  .meta({ id: 'Step' })

/** One change of a table. */
export type Step = z.infer<typeof stepSchema>

/** How many steps a table has at most. */
export const mostSteps = 50

/** The steps of a table, in their order. */
export const stepsSchema = z
  .array(stepSchema)
  .max(mostSteps)
  .refine((steps) => !holdsUnstorable(steps), 'A text in these steps has a character that cannot be stored.')

/** What one step did: cells that have another value than before it, rows that it left out. */
export const stepEffectSchema = z.object({ changed_cells: z.int(), removed_rows: z.int() })

/** What one step did. */
export type StepEffect = z.infer<typeof stepEffectSchema>

/** What the receipt of a version says of its steps: which version they begin with, and what each did. */
export const appliedStepsSchema = z.object({
  base_version: z.int(),
  changed_cells: z.int(),
  removed_rows: z.int(),
  applied: z.array(z.object({ step: stepSchema, ...stepEffectSchema.shape })),
})

/** What the receipt of a version says of its steps. */
export type AppliedSteps = z.infer<typeof appliedStepsSchema>

/**
 * What steps would make of a table: its first rows, and what each step changes. `examples` are cells that the steps from
 * `since` on change, with the number of their row before all steps.
 */
export const stepsPreviewSchema = z
  .object({
    columns: z.array(rowsColumnSchema),
    rows: z.array(z.array(z.unknown())),
    row_count: z.int(),
    changed_cells: z.int(),
    removed_rows: z.int(),
    per_step: z.array(stepEffectSchema),
    examples: z.array(z.object({ row_number: z.int(), column: z.string(), before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'StepsPreview' })

/** What steps would make of a table. */
export type StepsPreview = z.infer<typeof stepsPreviewSchema>
