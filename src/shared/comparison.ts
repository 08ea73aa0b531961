import { z } from 'zod'
import { columnKindSchema } from './column-kind.ts'

const count = z.int()
const numberOrNull = z.number().nullable()

/** How far a column has drifted, from not at all. */
export const driftLevels = ['none', 'slight', 'strong'] as const

/** One of `driftLevels`. */
export type DriftLevel = (typeof driftLevels)[number]

/**
 * How the values of one column differ from those it is compared with: `n` and `null_share` of both, the population
 * stability index, the statistic of its test (`ks` of numbers and moments, `chi2` of categories) with its p-value, and
 * both distributions in the same bins. What does not exist is null.
 */
export const driftSchema = z.object({
  name: z.string(),
  with_name: z.string(),
  kind: columnKindSchema,
  n: count,
  with_n: count,
  null_share: numberOrNull,
  with_null_share: numberOrNull,
  psi: numberOrNull,
  ks: numberOrNull,
  chi2: numberOrNull,
  p_value: numberOrNull,
  p_adjusted: numberOrNull,
  level: z.enum(driftLevels),
  bins: z.array(z.object({ label: z.string(), share: z.number(), with_share: z.number() })),
})

/** How the values of one column differ. */
export type Drift = z.infer<typeof driftSchema>

/**
 * A table beside another one, the reference. `added` and `removed` say what it has more and less than that; `drift` has
 * the columns of both, the strongest first. `limited` says what was left out to answer in time.
 */
export const comparisonSchema = z
  .object({
    rows: z.object({ row_count: count, with_row_count: count }),
    columns: z.object({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      retyped: z.array(z.object({ name: z.string(), sql_type: z.string(), with_sql_type: z.string() })),
      renamed: z.array(z.object({ name: z.string(), with_name: z.string(), similarity: z.number() })),
    }),
    drift: z.array(driftSchema),
    limited: z.object({ rows: count, with_rows: count, columns_left_out: z.array(z.string()) }).nullable(),
  })
  .meta({ id: 'Comparison' })

/** A table beside another one. */
export type Comparison = z.infer<typeof comparisonSchema>
