import type { ChartBinning, ChartChannel, ChartData, ChartSpec } from '../../shared/charts.ts'
import { filterSql } from '../query/filter-sql.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { type AskedChannel, type AskedChart, askedChart } from './asked-chart.ts'
import type { Axis } from './axis.ts'
import { type ChartFacts, type DrawnChannels, readFacts } from './channel-facts.ts'
import type { ChartQuestion } from './chart-question.ts'
import { describeChart } from './describe-chart.ts'
import { drawBoxes } from './draw-boxes.ts'
import { drawGrid } from './draw-grid.ts'
import { drawGroups } from './draw-groups.ts'
import { drawLine } from './draw-line.ts'
import { drawNumber, drawRows } from './draw-number.ts'
import { drawPoints, usualPoints } from './draw-points.ts'
import type { Drawing } from './drawing.ts'

const usualRows = 100
const mostRows = 1000

/** The numbers of a chart, put together so that a screen can draw them. Throws `QuestionError` for what does not fit. */
export async function answerChart(
  table: Table,
  { spec }: Pick<ChartQuestion, 'spec'>,
  signal?: AbortSignal,
): Promise<ChartData> {
  const asked = askedChart(table, spec)
  const filter = spec.filter ? filterSql(spec.filter, table) : 'true'
  const facts = await readFacts(table, { filter, ...channelsOf(asked) }, signal)
  const { chosen, ...drawing } = await draw(table, { asked, spec, facts }, signal).catch(explainOverflow)
  const answer = {
    ...drawing,
    spec: completed(spec, asked, chosen),
    row_count: facts.rowCount,
    n: drawnCount(asked, facts, drawing),
    ...facts.beside,
    binned: { x: withPeriods(drawing, 'x'), y: withPeriods(drawing, 'y') },
    sampled: false as const,
  }
  return { ...answer, summary: describeChart(answer) }
}

function draw(
  table: Table,
  { asked, spec, facts }: { asked: AskedChart; spec: ChartSpec; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  switch (asked.shape) {
    case 'groups':
      return drawGroups(table, { asked, spec, facts }, signal)
    case 'grid':
      return drawGrid(table, { asked, spec, facts }, signal)
    case 'boxes':
      return drawBoxes(table, { asked, spec, facts }, signal)
    case 'points':
      return drawPoints(table, { asked, maxPoints: spec.max_points ?? usualPoints, facts }, signal)
    case 'line':
      return drawLine(table, { asked, maxPoints: spec.max_points ?? usualPoints, facts }, signal)
    case 'number':
      return drawNumber(table, { measure: asked.measure, facts }, signal)
    case 'rows':
      return drawRows(
        table,
        { columns: asked.columns, most: Math.min(spec.max_points ?? usualRows, mostRows), facts },
        signal,
      )
  }
}

function channelsOf(asked: AskedChart): DrawnChannels {
  const present = (...channels: (AskedChannel | undefined)[]) => channels.filter((channel) => channel !== undefined)
  switch (asked.shape) {
    case 'groups':
      return { keys: present(asked.x, asked.color), measured: asked.measure.of, unplaced: asked.color }
    case 'grid':
      return { keys: [asked.x, asked.y], measured: asked.measure.of }
    case 'boxes':
      return { keys: present(asked.along, asked.values), unplaced: asked.values }
    case 'number':
      return { keys: [], measured: asked.measure.of }
    case 'rows':
      return { keys: [] }
    default:
      return { keys: present(asked.x, asked.y, asked.color), unplaced: asked.color }
  }
}

function drawnCount(
  asked: AskedChart,
  facts: ChartFacts,
  { columns, rows }: Pick<Drawing, 'columns' | 'rows'>,
): number {
  if (asked.shape === 'rows') return rows.length
  if (asked.shape === 'points' || asked.shape === 'line') return facts.drawnCount
  const counted = columns.findIndex(({ role }) => role === 'n')
  const index = counted >= 0 ? counted : columns.findIndex(({ role }) => role === 'value')
  return rows.reduce((sum, row) => sum + Number(row[index]), 0)
}

/** How many periods there are is known from the answer. */
function withPeriods({ binned, columns, rows }: Omit<Drawing, 'chosen'>, side: 'x' | 'y'): ChartBinning | null {
  const binning = binned[side]
  if (binning?.by !== 'grain') return binning
  const index = columns.findIndex(({ role }) => role === side)
  return { ...binning, count: new Set(rows.map((row) => row[index])).size }
}

/** The spec with what was chosen: asked once more, it gives the same numbers. */
function completed(
  spec: ChartSpec,
  asked: AskedChart,
  { x, y, aggregate, top_n, max_points }: Drawing['chosen'],
): ChartSpec {
  const { bin: _bin, grain: _grain, ...rest } = spec
  const channel = (name: 'x' | 'y' | 'color', axis?: Axis) => {
    const found = spec[name]
    if (found === undefined) return {}
    const given: ChartChannel = typeof found === 'string' ? { column: found } : found
    const whole =
      name === 'x'
        ? { ...(spec.bin === undefined ? {} : { bin: spec.bin }), ...(spec.grain ? { grain: spec.grain } : {}) }
        : {}
    return { [name]: { ...whole, ...given, ...(axis ? dividedAs(axis, { ...whole, ...given }) : {}) } }
  }
  return {
    ...rest,
    ...channel('x', x),
    ...channel('y', y),
    ...channel('color'),
    ...(asked.shape === 'rows' ? {} : { aggregate }),
    ...(top_n === undefined ? {} : { top_n }),
    ...(max_points === undefined ? {} : { max_points }),
  }
}

function dividedAs({ binning, column }: Axis, { bin }: { bin?: ChartChannel['bin'] }): Partial<ChartChannel> {
  if (binning?.grain) return { grain: binning.grain }
  if (binning) return { bin: bin ?? 'auto' }
  return column.kind === 'numeric' ? { bin: false } : {}
}

function explainOverflow(error: unknown): never {
  if (error instanceof Error && /^Out of Range Error/.test(error.message)) {
    throw new QuestionError(
      'aggregate',
      'These values are too large for this aggregate. Take the median, or count them.',
    )
  }
  throw error
}
