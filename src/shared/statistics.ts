import { z } from 'zod'
import { rowsColumnSchema } from './rows.ts'

const count = z.int()
const numberOrNull = z.number().nullable()

/** How the association of two columns is measured; `auto` takes what fits their kinds. */
export const correlationMethods = ['pearson', 'spearman', 'kendall', 'cramers_v', 'correlation_ratio'] as const

/** One of `correlationMethods`. */
export type CorrelationMethod = (typeof correlationMethods)[number]

/**
 * One pair of columns: `n` rows have both, `ci_low` and `ci_high` hold 95 %, `p_adjusted` is after Benjamini and
 * Hochberg over all pairs. `too_few` says that fewer than five rows carry it.
 */
export const correlationPairSchema = z.object({
  x: z.string(),
  y: z.string(),
  method: z.enum(correlationMethods),
  value: numberOrNull,
  n: count,
  ci_low: numberOrNull,
  ci_high: numberOrNull,
  p_value: numberOrNull,
  p_adjusted: numberOrNull,
  note: z.literal('too_few').optional(),
})

/** One pair of columns. */
export type CorrelationPair = z.infer<typeof correlationPairSchema>

/**
 * How columns go together. `matrix` follows `columns`, null where undefined; `order` names them so that what goes
 * together stands together; `pairs` are the strongest first. `limited` says what was left out to answer in time.
 */
export const correlationsSchema = z
  .object({
    method: z.enum(['auto', ...correlationMethods]),
    columns: z.array(z.string()),
    order: z.array(z.string()),
    matrix: z.array(z.array(numberOrNull)),
    pairs: z.array(correlationPairSchema),
    limited: z
      .object({ rows: count, of: count, columns_left_out: z.array(z.string()), pairs_left_out: count })
      .nullable(),
  })
  .meta({ id: 'Correlations' })

/** How columns go together. */
export type Correlations = z.infer<typeof correlationsSchema>

/** A straight line through pairs of numbers by ordinary least squares; what does not exist is null. */
export const regressionSchema = z
  .object({
    n: count,
    slope: numberOrNull,
    intercept: numberOrNull,
    slope_se: numberOrNull,
    intercept_se: numberOrNull,
    r_squared: numberOrNull,
    residual_std: numberOrNull,
    p_value: numberOrNull,
  })
  .meta({ id: 'Regression' })

/** A straight line through pairs of numbers. */
export type Regression = z.infer<typeof regressionSchema>

/** The rules that tell outliers, with the threshold each has unless another is given. */
export const outlierThresholds = { iqr: 1.5, zscore: 3, modified_zscore: 3.5 } as const

/** One of the rules that tell outliers. */
export type OutlierMethod = keyof typeof outlierThresholds

/**
 * The values outside bounds, and a page of the rows that have one. A column whose spread is 0 has no bounds, flags
 * nothing and says so in its `note`.
 */
export const outliersSchema = z
  .object({
    method: z.enum(['iqr', 'zscore', 'modified_zscore']),
    threshold: z.number(),
    columns: z.array(
      z.object({
        name: z.string(),
        n: count,
        lower: numberOrNull,
        upper: numberOrNull,
        count,
        share: numberOrNull,
        note: z.enum(['too_few', 'no_spread']).optional(),
      }),
    ),
    row_columns: z.array(rowsColumnSchema),
    row_numbers: z.array(count),
    rows: z.array(z.array(z.unknown())),
    total: count,
  })
  .meta({ id: 'Outliers' })

/** The values outside bounds. */
export type Outliers = z.infer<typeof outliersSchema>

/** The periods that a trend is drawn in. */
export const trendGrains = ['day', 'week', 'month', 'quarter', 'year'] as const

/** One of `trendGrains`. */
export type TrendGrain = (typeof trendGrains)[number]

/** What becomes of the values of a period. */
export const trendAggregates = ['sum', 'mean', 'count'] as const

/** One of `trendAggregates`. */
export type TrendAggregate = (typeof trendAggregates)[number]

const moment = z.string()

/** A trend: one point for each period with rows, and what its points say. Slopes are per day. */
export const trendSchema = z
  .object({
    date: z.string(),
    value: z.string().nullable(),
    grain: z.enum(trendGrains),
    aggregate: z.enum(trendAggregates),
    chosen_because: z.string(),
    points: z.array(z.object({ t: moment, value: numberOrNull, count })),
    linear: z.object({
      slope: numberOrNull,
      slope_unit: z.literal('day'),
      intercept: numberOrNull,
      slope_se: numberOrNull,
      r_squared: numberOrNull,
      p_value: numberOrNull,
      n: count,
    }),
    theil_sen: z.object({ slope: numberOrNull, ci_low: numberOrNull, ci_high: numberOrNull, n: count }),
    mann_kendall: z.object({ tau: numberOrNull, p_value: numberOrNull }),
    direction: z.enum(['up', 'down', 'none']),
    growth: z.object({ first: numberOrNull, last: numberOrNull, absolute: numberOrNull, percent: numberOrNull }),
    moving_averages: z.array(
      z.object({ window: count, points: z.array(z.object({ t: moment, value: numberOrNull })) }),
    ),
    gaps: z.array(z.object({ after: moment, before: moment, missing: count })),
  })
  .meta({ id: 'Trend' })

/** A trend. */
export type Trend = z.infer<typeof trendSchema>
