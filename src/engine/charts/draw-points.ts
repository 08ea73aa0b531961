import type { Table } from '../query/open-table.ts'
import type { AskedChannel, AskedChart } from './asked-chart.ts'
import type { Axis } from './axis.ts'
import type { ChartFacts } from './channel-facts.ts'
import { type PlannedColumn, runStatement } from './chart-statement.ts'
import { type Colors, colorCategories } from './color-categories.ts'
import { sideColumns } from './draw-grid.ts'
import type { Drawing } from './drawing.ts'
import { areWhole } from './look-at-values.ts'
import { logAxis, numberAxis } from './number-axis.ts'
import { calendarAxis } from './time-axis.ts'

/** How many points or cells a chart has unless told otherwise. */
export const usualPoints = 4000

type Question = { asked: AskedChart & { shape: 'points' | 'line' }; maxPoints: number; facts: ChartFacts }

/** Each row as a point where there is room for all, in their order in the file; otherwise how many lie in each cell. */
export async function drawPoints(table: Table, question: Question, signal: AbortSignal | undefined): Promise<Drawing> {
  const { asked, maxPoints, facts } = question
  const colors = await colorCategories(table, asked.color, facts.where, signal)
  const chosen = { aggregate: 'none' as const, max_points: maxPoints }
  const common = { colors: colors?.answer ?? null, other: null, chosen }
  if (facts.drawnCount <= maxPoints) {
    const columns = valueColumns(asked, colors)
    const answer = await runStatement(table, { columns, after: `FROM data WHERE ${facts.where}` }, signal)
    return { ...answer, ...common, binned: { x: null, y: null } }
  }
  const cells = Math.max(1, Math.floor(Math.sqrt(maxPoints / Math.max(1, colors?.count ?? 1))))
  const divide = (channel: AskedChannel) => cellAxis(table, channel, { facts, most: cells }, signal)
  const [x, y] = [await divide(asked.x), await divide(asked.y)]
  const byColor = colors ? [`${colors.place('cells.color')} NULLS LAST`] : []
  const answer = await runStatement(
    table,
    {
      before: `WITH cells AS (\n  SELECT ${x.key} AS x, ${y.key} AS y${colors ? `, ${colors.key} AS color` : ''}, count(*) AS value FROM data\n  WHERE ${facts.where} GROUP BY ${colors ? '1, 2, 3' : '1, 2'}\n)`,
      columns: [
        ...sideColumns('x', x),
        ...sideColumns('y', y),
        ...colorColumn(colors, 'cells.color'),
        { role: 'value', sql: 'cells.value', name: 'count', column: null, aggregate: 'count' },
      ],
      after: `FROM cells ORDER BY ${['cells.x', 'cells.y', ...byColor].join(', ')}`,
    },
    signal,
  )
  return { ...answer, ...common, binned: { x: x.binning, y: y.binning } }
}

/** The columns of values that are drawn as they are. */
export function valueColumns({ x, y }: Question['asked'], colors: Colors | undefined): PlannedColumn[] {
  const plain = ({ name, column }: AskedChannel): PlannedColumn => ({
    ...{ role: name, sql: column.sql, name: column.name, column: column.name, aggregate: null },
  })
  return [plain(x), plain(y), ...colorColumn(colors, colors?.key ?? '')]
}

/** The column of colours, where there are some. */
export function colorColumn(colors: Colors | undefined, sql: string): PlannedColumn[] {
  if (!colors) return []
  const { name } = colors.channel.column
  return [{ role: 'color', sql, name, column: name, aggregate: null }]
}

async function cellAxis(
  table: Table,
  channel: AskedChannel,
  { facts, most }: { facts: ChartFacts; most: number },
  signal: AbortSignal | undefined,
): Promise<Axis> {
  const { column, isLog } = channel
  const known = facts.of(channel)
  if (column.kind === 'temporal') return calendarAxis(column, known, most)
  if (isLog) return logAxis(column, known, most)
  const integersOnly = await areWhole(table, { column, where: facts.where }, signal)
  return numberAxis(column, { ...known, integersOnly, iqr: 0 }, most)
}
