import { z } from 'zod'
import { columnKindSchema } from './column-kind.ts'

const count = z.int()
const numberOrNull = z.number().nullable()
/** A value as the column's `json` writes it. */
const value = z.union([z.string(), z.number(), z.boolean()])

/** One bin of a histogram: `lower <= x < upper`, the last one closed. Temporal bounds are ISO strings. */
export const binSchema = z.object({
  lower: z.union([z.number(), z.string()]),
  upper: z.union([z.number(), z.string()]),
  count,
})

/**
 * The profile of one column. A statistic that does not exist for the kind or the data is null. `min`, `max`, `sum`
 * and `top_values` follow the column's JSON type; the others are numbers. `std` and `variance` are the sample ones
 * (n - 1); quantiles interpolate linearly (type 7); `count` is the number of rows, `distinct_count` leaves null out.
 */
export const columnProfileSchema = z
  .object({
    name: z.string(),
    sql_type: z.string(),
    kind: columnKindSchema,
    semantic_type: z.string().nullable(),
    count,
    null_count: count,
    distinct_count: count.nullable(),
    distinct_is_exact: z.boolean(),
    min: value.nullable(),
    max: value.nullable(),
    mean: numberOrNull,
    std: numberOrNull,
    variance: numberOrNull,
    sum: value.nullable(),
    median: z.union([z.number(), z.string()]).nullable(),
    quantiles: z
      .object({
        p01: numberOrNull,
        p05: numberOrNull,
        p25: numberOrNull,
        p50: numberOrNull,
        p75: numberOrNull,
        p95: numberOrNull,
        p99: numberOrNull,
      })
      .nullable(),
    mad: numberOrNull,
    skewness: numberOrNull,
    kurtosis: numberOrNull,
    zero_count: count.nullable(),
    min_length: count.nullable(),
    max_length: count.nullable(),
    mean_length: numberOrNull,
    true_count: count.nullable(),
    top_values: z.array(z.object({ value, count })),
    histogram: z.array(binSchema),
    alerts: z.array(z.string()),
  })
  .meta({ id: 'ColumnProfile' })

/** The profile of one column. */
export type ColumnProfile = z.infer<typeof columnProfileSchema>

/** The profile of a table: one document, computed once per version. `partial` says on how many rows it rests. */
export const profileSchema = z
  .object({
    dataset_id: z.uuid(),
    version: z.int(),
    row_count: count,
    column_count: count,
    null_cell_count: count,
    partial: z.object({ rows: count, of: count }).nullable(),
    engine_version: z.string(),
    computed_at: z.iso.datetime(),
    columns: z.array(columnProfileSchema),
    alerts: z.array(z.unknown()),
    correlations: z.array(z.unknown()),
    recommended_charts: z.array(z.unknown()),
    insights: z.array(z.unknown()),
  })
  .meta({ id: 'Profile' })

/** The profile of a table. */
export type Profile = z.infer<typeof profileSchema>
