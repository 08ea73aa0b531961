import { z } from 'zod'
import { filterSchema } from './rows.ts'
import { trendGrains } from './statistics.ts'

/** Everything an insight can tell. What makes each of them worth telling stands in docs/statistics.md. */
export const insightCodes = [
  'outstanding_group',
  'trend',
  'association',
  'outlier_cluster',
  'dominant_category',
] as const

/** One of `insightCodes`. */
export type InsightCode = (typeof insightCodes)[number]

const channel = z.object({
  column: z.string(),
  bin: z.boolean().optional(),
  grain: z.enum(trendGrains).optional(),
})

/** The chart that shows an insight, in the words of chart-data; without `y` rows are counted. */
export const insightChartSchema = z.object({
  mark: z.enum(['bar', 'line', 'histogram']),
  x: channel,
  y: channel.optional(),
  color: channel.optional(),
  aggregate: z.enum(['count', 'mean']),
})

/**
 * A fact of a table that is worth telling, as a sentence. `score` is its effect size from 0 to 1; `sql` over the table
 * `data` gives the numbers of the sentence; `filter` says which rows are meant, where that can be said. `points` are
 * what the chart draws, at most 24; `is_told` marks those that the sentence speaks of.
 */
export const insightSchema = z
  .object({
    code: z.enum(insightCodes),
    text: z.string(),
    score: z.number(),
    columns: z.array(z.string()),
    filter: filterSchema.nullable(),
    chart: insightChartSchema,
    points: z.array(z.object({ label: z.string(), value: z.number(), n: z.int(), is_told: z.boolean() })),
    sql: z.string(),
  })
  .meta({ id: 'Insight' })

/** A fact of a table that is worth telling. */
export type Insight = z.infer<typeof insightSchema>
