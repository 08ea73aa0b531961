import { z } from 'zod'
import { binSchema, type ColumnProfile, topValueSchema } from './profile.ts'

/**
 * One column over the rows that a filter and a search leave, in the bins and values of its profile: `count` rows, of
 * which `null_count` are null. A column has counts of its bins or, where it has no histogram to speak of, of its values.
 */
export const columnSummarySchema = z.object({
  name: z.string(),
  count: z.int(),
  null_count: z.int(),
  histogram: z.array(binSchema),
  top_values: z.array(topValueSchema),
})

/** One column over the rows that a filter leaves. */
export type ColumnSummary = z.infer<typeof columnSummarySchema>

/** Schema of the answer: the columns in the order they were asked for. */
export const summariesSchema = z
  .object({ total: z.int(), columns: z.array(columnSummarySchema) })
  .meta({ id: 'Summaries' })

/** Columns over the rows that a filter leaves. */
export type Summaries = z.infer<typeof summariesSchema>

/** What of a column is counted. */
export type CountedColumn = Pick<ColumnProfile, 'name' | 'histogram' | 'top_values'>

const shortestCut = 32

/** The bins and values of a profile that can be counted again: not the one bin of a constant, not values that may be cut. */
export const countedColumn = (
  profile: Pick<ColumnProfile, 'name' | 'histogram' | 'top_values' | 'values_cut'>,
): CountedColumn => {
  const { name, histogram, top_values, values_cut } = profile
  if (histogram.length > 0 && histogram[0]?.lower !== histogram.at(-1)?.upper)
    return { name, histogram, top_values: [] }
  const isWhole = ({ value }: { value: unknown }) =>
    !values_cut || typeof value !== 'string' || [...value].length < shortestCut
  return { name, histogram: [], top_values: top_values.filter(isWhole) }
}

/** The values of a column that match, most frequent first; `has_more` says that there are others. */
export const columnValuesSchema = z
  .object({ values: z.array(topValueSchema), has_more: z.boolean() })
  .meta({ id: 'ColumnValues' })

/** The values of a column that match. */
export type ColumnValues = z.infer<typeof columnValuesSchema>
