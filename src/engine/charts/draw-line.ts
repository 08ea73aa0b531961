import type { Table } from '../query/open-table.ts'
import type { AskedChannel, AskedChart } from './asked-chart.ts'
import type { ChartFacts } from './channel-facts.ts'
import { runStatement } from './chart-statement.ts'
import { type Colors, colorCategories } from './color-categories.ts'
import { colorColumn, valueColumns } from './draw-points.ts'
import type { Drawing } from './drawing.ts'
import { double } from './number-axis.ts'

const pointsPerPixel = 4

/**
 * Each value where there is room for all, along x; otherwise the first, the lowest, the highest and the last value of
 * each column of pixels, which draws the same line (M4: Jugel and others, 2014).
 */
export async function drawLine(
  table: Table,
  {
    asked,
    maxPoints,
    facts,
  }: { asked: AskedChart & { shape: 'points' | 'line' }; maxPoints: number; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const colors = await colorCategories(table, asked.color, facts.where, signal)
  const isShort = facts.drawnCount <= maxPoints
  const pixels = Math.max(1, Math.floor(maxPoints / pointsPerPixel / Math.max(1, colors?.count ?? 1)))
  const { x, y } = asked
  const columns = isShort
    ? valueColumns(asked, colors)
    : [
        { role: 'x' as const, sql: 'points.x', name: x.column.name, column: x.column.name, aggregate: null },
        { role: 'y' as const, sql: 'points.y', name: y.column.name, column: y.column.name, aggregate: null },
        ...colorColumn(colors, 'points.color'),
      ]
  const answer = await runStatement(
    table,
    {
      before: isShort ? undefined : pixelsSql({ asked, facts, colors, pixels }),
      columns,
      after: `${isShort ? `FROM data WHERE ${facts.where}` : 'FROM points'} ORDER BY ${columns.map((_, index) => `${index + 1} NULLS LAST`).join(', ')}`,
    },
    signal,
  )
  const binning = { by: 'pixel' as const, width: null, grain: null, count: pixels }
  return {
    ...answer,
    ...{ colors: colors?.answer ?? null, other: null, binned: { x: isShort ? null : binning, y: null } },
    chosen: { aggregate: 'none', max_points: maxPoints },
  }
}

type Pixels = {
  asked: { x: AskedChannel; y: AskedChannel }
  facts: ChartFacts
  colors: Colors | undefined
  pixels: number
}

/** Asked in two steps, so that equal values give the same points every time. */
function pixelsSql({ asked: { x, y }, facts, colors, pixels }: Pixels): string {
  const color = colors ? ', color' : ''
  const isSame = `rows.pixel = pixels.pixel${colors ? ' AND rows.color IS NOT DISTINCT FROM pixels.color' : ''}`
  return `WITH rows AS NOT MATERIALIZED (
  SELECT ${x.column.sql} AS x, ${y.column.sql} AS y${colors ? `, ${colors.key} AS color` : ''}, ${pixelSql(x, facts, pixels)} AS pixel
  FROM data WHERE ${facts.where}
), pixels AS (
  SELECT pixel${color}, min(x) AS first, max(x) AS last, min(y) AS low, max(y) AS high FROM rows GROUP BY ALL
), ends AS (
  SELECT pixels.*, min(rows.y) FILTER (WHERE rows.x = first) AS y_first, max(rows.y) FILTER (WHERE rows.x = last) AS y_last,
    min(rows.x) FILTER (WHERE rows.y = low) AS x_low, min(rows.x) FILTER (WHERE rows.y = high) AS x_high
  FROM rows JOIN pixels ON ${isSame} AND (rows.x = first OR rows.x = last OR rows.y = low OR rows.y = high) GROUP BY ALL
), points AS (
  SELECT DISTINCT unnest([first, x_low, x_high, last]) AS x, unnest([y_first, low, high, y_last]) AS y${color} FROM ends
)`
}

function pixelSql(channel: AskedChannel, facts: ChartFacts, pixels: number): string {
  const { column, isLog } = channel
  const { min, max } = facts.of(channel)
  const isTime = column.kind === 'temporal'
  const [from, to] = isLog ? [Math.log10(min), Math.log10(max)] : [min, max]
  const place = isTime ? `epoch_us(${column.sql}::TIMESTAMP)::DOUBLE` : `${column.sql}::DOUBLE`
  const length = (to - from) / pixels
  if (!(length > 0) || !Number.isFinite(length)) return '0'
  return `least(floor((${isLog ? `log10(${place})` : place} - ${double(from)}) / ${double(length)}), ${pixels - 1})::INTEGER`
}
