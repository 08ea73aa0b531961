import { z } from 'zod'
import { alertCodes, alertSchema } from './alert.ts'
import { columnKindSchema } from './column-kind.ts'
import { insightSchema } from './insight.ts'

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

/** A value and how many rows have it. */
export const topValueSchema = z.object({ value, count })

/** One bin of a histogram. */
export type Bin = z.infer<typeof binSchema>

/**
 * The values of a box plot: quartiles of type 7, fences 1.5 interquartile ranges outside them, and how many values lie
 * strictly outside the fences.
 */
export const boxSchema = z.object({
  lower_fence: numberOrNull,
  q1: z.number(),
  median: z.number(),
  q3: z.number(),
  upper_fence: numberOrNull,
  outlier_count: count,
})

/**
 * How the bins of a histogram were chosen: one bin for the only value, one for each integer, as many as Freedman and
 * Diaconis or as Sturges ask for, 40 where they ask for more, or steps of the calendar.
 */
export const histogramRules = [
  'single_value',
  'each_integer',
  'freedman_diaconis',
  'sturges',
  'forty_bins',
  'calendar',
] as const

/** One of `histogramRules`. */
export type HistogramRule = (typeof histogramRules)[number]

/** The finest unit of the calendar that the moments of a column need, from the coarsest. */
export const granularities = [
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
  'nanosecond',
] as const

/** One of `granularities`. */
export type Granularity = (typeof granularities)[number]

/** What the values of a column are, beyond their type. */
export const semanticTypes = [
  'email',
  'url',
  'ip_address',
  'uuid',
  'phone',
  'iban',
  'credit_card',
  'country',
  'currency',
  'postal_code',
  'latitude',
  'longitude',
  'year',
  'identifier',
] as const

/** One of `semanticTypes`. */
export type SemanticType = (typeof semanticTypes)[number]

/**
 * The profile of one column. A statistic that does not exist for the kind or the data is null. `min`, `max`, `sum`
 * and `top_values` follow the column's JSON type; the others are numbers. `std` and `variance` are the sample ones
 * (n - 1); quantiles interpolate linearly (type 7); `count` is the number of rows, `distinct_count` leaves null out.
 * Infinities and NaN are counted, stand in `distinct_count` and `top_values`, and are in no other statistic.
 * `values_cut` says that a text in `min`, `max` or `top_values` is only the first 256 characters of the value.
 */
export const columnProfileSchema = z
  .object({
    name: z.string(),
    sql_type: z.string(),
    kind: columnKindSchema,
    semantic_type: z.enum(semanticTypes).nullable(),
    semantic_evidence: z.object({ matched: count, of: count, because: z.string() }).nullable(),
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
    top_values: z.array(topValueSchema),
    histogram: z.array(binSchema),
    alerts: z.array(z.enum(alertCodes)),
    infinite_count: count.nullable(),
    nan_count: count.nullable(),
    negative_count: count.nullable(),
    integers_only: z.boolean().nullable(),
    mode: value.nullable(),
    range: numberOrNull,
    cv: numberOrNull,
    iqr: numberOrNull,
    box: boxSchema.nullable(),
    histogram_rule: z.enum(histogramRules).nullable(),
    empty_count: count.nullable(),
    blank_count: count.nullable(),
    median_length: numberOrNull,
    length_histogram: z.array(binSchema),
    values_cut: z.boolean(),
    monotonic: z.enum(['increasing', 'decreasing']).nullable(),
    autocorrelation_lag1: numberOrNull,
    sentinels: z.array(z.object({ value, count })),
    patterns: z.array(z.object({ pattern: z.string(), count })),
    padded_count: count.nullable(),
    variants: z.array(
      z.object({ value: z.string(), count, spellings: z.array(z.object({ value: z.string(), count })) }),
    ),
    damage: z.array(z.object({ value: z.string(), count })),
    text_sample: z.object({ texts: count, of: count }).nullable(),
    granularity: z.enum(granularities).nullable(),
    gap_count: count.nullable(),
    weekday_counts: z.array(count).nullable(),
    hour_counts: z.array(count).nullable(),
    future_count: count.nullable(),
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
    empty_column_count: count,
    duplicate_row_count: count,
    candidate_keys: z.array(z.array(z.string())),
    truncated: z.object({ values: count, bins: count, characters: count }).nullable(),
    partial: z.object({ rows: count, of: count }).nullable(),
    engine_version: z.string(),
    computed_at: z.iso.datetime(),
    columns: z.array(columnProfileSchema),
    alerts: z.array(alertSchema),
    correlations: z.array(
      z.object({ x: z.string(), y: z.string(), method: z.literal('pearson'), value: z.number(), n: count }),
    ),
    recommended_charts: z.array(z.unknown()),
    insights: z.array(insightSchema),
  })
  .meta({ id: 'Profile' })

/** The profile of a table. */
export type Profile = z.infer<typeof profileSchema>
