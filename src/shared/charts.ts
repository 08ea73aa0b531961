import { z } from 'zod'
import { columnKindSchema, jsonTypeSchema } from './column-kind.ts'
import { holdsUnstorable } from './holds-unstorable.ts'
import { filterSchema } from './rows.ts'
import { personSchema } from './sharing.ts'

const count = z.int()
const columnName = z.string().max(10_000)

/**
 * How a chart is drawn. `number` is one number, `table` the first rows; both are for dashboards. `pie` and `donut`
 * differ in nothing but the hole.
 */
export const chartMarks = [
  'bar',
  'line',
  'area',
  'point',
  'histogram',
  'box',
  'heatmap',
  'pie',
  'donut',
  'number',
  'table',
] as const

/** One of `chartMarks`. */
export type ChartMark = (typeof chartMarks)[number]

/**
 * What becomes of the values that fall together. `count` counts rows, or with a column its values; `none` draws the
 * values themselves (points and lines). `std` is the sample one, quantiles are of type 7; infinities and NaN are in none
 * of the figures but `count` and `distinct`.
 */
export const chartAggregates = [
  'none',
  'count',
  'sum',
  'mean',
  'median',
  'min',
  'max',
  'distinct',
  'std',
  'p01',
  'p05',
  'p25',
  'p75',
  'p95',
  'p99',
] as const

/** One of `chartAggregates`. */
export type ChartAggregate = (typeof chartAggregates)[number]

/** The periods that moments are put into, from the finest; weeks are those of ISO 8601 and begin on Mondays. */
export const chartGrains = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** One of `chartGrains`. */
export type ChartGrain = (typeof chartGrains)[number]

const aggregate = z.enum(chartAggregates)
const grain = z.enum(['auto', ...chartGrains])
/** How many bins at most, `true` or `auto` for as many as fit the values, `false` for none. */
const bin = z.union([z.boolean(), z.literal('auto'), z.int().min(1).max(500)])

/**
 * The order along an axis: by the axis's own values, or by the number drawn for them (`-y`: largest first). What is
 * ordered by nature (numbers, moments, bins) is `ascending` unless said, categories are `-y`.
 */
export const chartSorts = ['ascending', 'descending', 'y', '-y'] as const

/** One of `chartSorts`. */
export type ChartSort = (typeof chartSorts)[number]

/** What a channel shows: a column, and what is done to its values before they are drawn. */
export const chartChannelSchema = z.object({
  column: columnName,
  aggregate: aggregate.optional(),
  bin: bin.optional(),
  grain: grain.optional(),
  sort: z.enum(chartSorts).optional(),
})

/** What a channel shows. */
export type ChartChannel = z.infer<typeof chartChannelSchema>

const channel = z.union([columnName, chartChannelSchema])

/** How an axis is divided. */
export const chartScales = ['linear', 'log'] as const

/**
 * A chart: the mark, and which columns it shows. A channel is the name of a column or an object with it. `aggregate`,
 * `bin` and `grain` beside the channels mean those of `y`, `x` and `x`; what a channel says of itself comes first.
 * Without `y`, rows are counted. What is left out is chosen; the answer of chart-data says what was.
 *
 * - `top_n`: how many categories of `x` are drawn, the largest ones; the rest is `other`.
 * - `columns`: those of a `table`, the first 100 unless given.
 * - `max_points`: how many pixels (of a line) or points there are to fill; more rows are put together.
 * - `x_scale`, `y_scale`: `log` makes bins of equal length on it and counts what is not above zero beside the chart.
 * - `title`, `stack`, `color_order`: how it looks; the numbers take no notice of them.
 */
export const chartSpecSchema = z
  .object({
    mark: z.enum(chartMarks),
    x: channel.optional(),
    y: channel.optional(),
    color: channel.optional(),
    aggregate: aggregate.optional(),
    bin: bin.optional(),
    grain: grain.optional(),
    top_n: z.int().min(1).max(1000).optional(),
    filter: filterSchema.nullable().optional(),
    max_points: z.int().min(1).max(50_000).optional(),
    columns: z.array(columnName).min(1).max(100).optional(),
    x_scale: z.enum(chartScales).optional(),
    y_scale: z.enum(chartScales).optional(),
    title: z.string().trim().max(300).optional(),
    stack: z.enum(['stacked', 'grouped', 'normalized']).optional(),
    color_order: z.array(z.string().max(10_000)).max(100).optional(),
  })
  .meta({ id: 'ChartSpec' })

/** A chart, parsed. */
export type ChartSpec = z.infer<typeof chartSpecSchema>

/**
 * What a column of the answer is for. A bin or a cell of a grid has `x` and `x_end` (`y`, `y_end`), its bounds: lower
 * <= value < upper, the last one closed; a period of time has `x` alone, its begin. `value` is the figure that is drawn
 * (`aggregate` of the `y` channel; of a heat map and of binned points, what the colour of a cell says); `n` the rows it
 * rests on. A box has `low` and `high` (its whiskers: the outermost values within the fences), `q1`, `median`, `q3` and
 * `outliers`, the number of values outside. `cell` is a column of a `table`.
 */
export const chartRoles = [
  'x',
  'x_end',
  'y',
  'y_end',
  'color',
  'value',
  'n',
  'lower_fence',
  'low',
  'q1',
  'median',
  'q3',
  'high',
  'upper_fence',
  'outliers',
  'cell',
] as const

/** One of `chartRoles`. */
export type ChartRole = (typeof chartRoles)[number]

/**
 * A column of the answer of chart-data. `name` is what `sql` calls it and what a table's header says ("mean of fare"),
 * different from all others; `column` the column of the dataset behind it, null for a count of rows.
 */
export const chartColumnSchema = z.object({
  name: z.string(),
  role: z.enum(chartRoles),
  column: z.string().nullable(),
  aggregate: aggregate.nullable(),
  sql_type: z.string(),
  kind: columnKindSchema,
  json: jsonTypeSchema,
})

/** A column of the answer of chart-data. */
export type ChartColumn = z.infer<typeof chartColumnSchema>

/**
 * How the values of an axis were put together: in bins of equal `width` (in the column's unit, days or parts of them
 * for moments), in bins of equal length on a logarithmic axis (`log`, where `width` is in powers of ten), one bin for
 * each whole number, in periods (`grain`), or the lowest, highest, first and last value of each pixel (`pixel`).
 * `count` is how many there are, empty ones too.
 */
export const chartBinningSchema = z.object({
  by: z.enum(['width', 'log', 'integer', 'calendar', 'grain', 'pixel']),
  width: z.number().nullable(),
  grain: z.enum(chartGrains).nullable(),
  count,
})

/** How the values of an axis were put together. */
export type ChartBinning = z.infer<typeof chartBinningSchema>

/** Rows by the channel that keeps them out of the drawing. */
const rowsByChannel = z.object({ x: count.optional(), y: count.optional(), color: count.optional() })

/**
 * The numbers of a chart. `rows` are cells in the order of `columns`, in the order in which they are drawn; values stand
 * as in every answer with rows (`json`).
 *
 * - `spec`: the question with everything that was chosen filled in; channels are objects.
 * - `row_count`: the rows the filter leaves. `n`: those of them that the drawing shows, `other` left out.
 * - `nulls`, `not_finite`, `not_positive`: rows that have no value, an infinity or NaN, and on a logarithmic axis nothing
 *   above zero in a channel. They are not drawn. A row can stand in several; a channel that is not used is left out.
 * - `other`: the rows of the categories of `x` beyond `top_n`, how many categories these are, and their figure,
 *   computed from all their rows together.
 * - `colors`: the values of `color` in their order, most rows first; `other` likewise. In `rows` null is the other.
 * - `binned`: how the axes were divided, null for one that was not. `sampled` is false: every row is in the numbers.
 * - `sql`: one statement over the table `data` that gives these very rows, but for figures beyond what a double holds:
 *   they are null here, and infinities there. `summary`: one sentence.
 */
export const chartDataSchema = z
  .object({
    spec: chartSpecSchema,
    columns: z.array(chartColumnSchema),
    rows: z.array(z.array(z.unknown())),
    row_count: count,
    n: count,
    nulls: rowsByChannel,
    not_finite: rowsByChannel,
    not_positive: rowsByChannel,
    other: z.object({ count, categories: count, value: z.union([z.number(), z.string()]).nullable() }).nullable(),
    colors: z
      .object({
        values: z.array(z.union([z.string(), z.number(), z.boolean()])),
        other: z.object({ count, categories: count }).nullable(),
      })
      .nullable(),
    binned: z.object({ x: chartBinningSchema.nullable(), y: chartBinningSchema.nullable() }),
    sampled: z.literal(false),
    sql: z.string(),
    summary: z.string(),
  })
  .meta({ id: 'ChartData' })

/** The numbers of a chart. */
export type ChartData = z.infer<typeof chartDataSchema>

/** A chart worth looking at first: `score` from 0 to 1 (docs/charts.md), `because` one sentence for a person. */
export const recommendedChartSchema = z
  .object({ spec: chartSpecSchema, score: z.number(), because: z.string() })
  .meta({ id: 'RecommendedChart' })

/** A chart worth looking at first. */
export type RecommendedChart = z.infer<typeof recommendedChartSchema>

/** The answer of `GET /datasets/{id}/charts/recommended`: best first. */
export const recommendedChartsSchema = z.object({ items: z.array(recommendedChartSchema) })

const title = z
  .string()
  .trim()
  .min(1, 'Give it a title.')
  .max(200, 'Use at most 200 characters.')
  .regex(/^\P{Cc}*$/u, 'A title cannot contain control characters.')

/** The title of a chart or a dashboard. */
export const chartTitleSchema = title

/**
 * A chart that was kept with a dataset. `missing_columns` names those that the version in use no longer has: the chart
 * is kept, but cannot be drawn. `may_change` says whether the reader may change or delete it.
 */
export const storedChartSchema = z
  .object({
    id: z.uuid(),
    dataset_id: z.uuid(),
    dataset_title: z.string(),
    title: z.string(),
    spec: chartSpecSchema,
    missing_columns: z.array(z.string()),
    may_change: z.boolean(),
    created_by: personSchema.nullable(),
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Chart' })

/** A chart that was kept with a dataset. */
export type StoredChart = z.infer<typeof storedChartSchema>

/** How many charts a dataset has at most. */
export const mostCharts = 500

const storedSpecSchema = chartSpecSchema.refine(
  (spec) => !holdsUnstorable(spec),
  'A text in this chart has a character that cannot be stored.',
)

/** What `POST /datasets/{id}/charts` takes. */
export const newChartSchema = z.object({ title, spec: storedSpecSchema }).meta({ id: 'NewChart' })

/**
 * What `PATCH /charts/{id}` takes; what is left out stays. With the `updated_at` that was read, a change by somebody
 * else in between is refused (409) instead of overwritten.
 */
export const chartChangeSchema = z
  .object({
    title: title.optional(),
    spec: storedSpecSchema.optional(),
    updated_at: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'ChartChange' })
