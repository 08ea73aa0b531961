import { z } from 'zod'
import { filterSchema } from './rows.ts'

/** How many cells the cubes of one answer have at most, all together. */
export const mostCubeCells = 262_144

const columnName = z.string().min(1).max(10_000)

/**
 * How rows are put into slots by a column. `edges` are the bounds of bins, ascending: lower <= value < upper, the last
 * bin closed; a moment is ISO text. `values` are categories, one slot each, and with `other` one more for all the rest.
 * A row without a value, or outside the edges, is in no slot.
 */
export const brushAxisSchema = z.union([
  z.object({
    column: columnName,
    edges: z
      .array(z.union([z.number(), z.string().max(100)]))
      .min(2)
      .max(1001),
  }),
  z.object({
    column: columnName,
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).max(1000),
    other: z.boolean().default(false),
  }),
])

/** How rows are put into slots by a column. */
export type BrushAxis = z.infer<typeof brushAxisSchema>

/** The aggregates that answer a brush from a cube: those of a whole follow from those of its parts. */
export const cubeAggregates = ['count', 'sum', 'mean', 'min', 'max'] as const

/** One of `cubeAggregates`. */
export type CubeAggregate = (typeof cubeAggregates)[number]

const brushedChartSchema = z.object({
  axes: z.array(brushAxisSchema).max(3).describe('What its cells are; none for a single number.'),
  aggregate: z.enum(cubeAggregates).default('count'),
  value: columnName.optional().describe('The column of the aggregate; rows are counted without one.'),
  filter: filterSchema.optional().describe('The only rows that this chart shows at all.'),
  brush: filterSchema.optional().describe('What is brushed in this chart: it holds for all the other charts.'),
  follows: z.boolean().default(true).describe('False for the chart that is being brushed: its cube has one slot.'),
})

/**
 * A question for cubes: what is about to be brushed (`grip`: one axis, or two of a plane), and the charts that are to
 * follow. `filter` holds for all of them.
 */
export const brushQuestionSchema = z
  .object({
    grip: z.array(brushAxisSchema).min(1).max(2),
    charts: z.array(brushedChartSchema).min(1).max(50),
    filter: filterSchema.optional(),
  })
  .meta({ id: 'BrushQuestion' })

/** A question for cubes. */
export type BrushQuestion = z.infer<typeof brushQuestionSchema>

/** A chart of a question for cubes. */
export type BrushedChart = BrushQuestion['charts'][number]

/**
 * The cube of a chart: for each slot of the grip (of two axes: the second one fastest) and in it for each cell of the
 * chart (the last axis fastest) the rows, or the values where a column is named, as `n`; and of finite values the sum
 * (for `sum` and `mean`), the least or the greatest, null where there are none.
 */
export const brushCubeSchema = z.object({
  slots: z.int(),
  cells: z.int(),
  n: z.array(z.int()),
  figures: z.array(z.number().nullable()).nullable(),
})

/** The cube of a chart. */
export type BrushCube = z.infer<typeof brushCubeSchema>

/** The cubes, in the order of the charts that were asked for. */
export const brushAnswerSchema = z.object({ cubes: z.array(brushCubeSchema) }).meta({ id: 'BrushAnswer' })

/** The cubes of a question. */
export type BrushAnswer = z.infer<typeof brushAnswerSchema>

/** How many slots or cells an axis makes. */
export const slotsOf = (axis: BrushAxis): number =>
  'edges' in axis ? axis.edges.length - 1 : axis.values.length + (axis.other ? 1 : 0)

/** How many slots or cells several axes make together. */
export const cellsOf = (axes: readonly BrushAxis[]): number => axes.reduce((cells, axis) => cells * slotsOf(axis), 1)
