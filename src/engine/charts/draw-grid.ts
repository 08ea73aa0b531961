import type { ChartSpec } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel, AskedChart } from './asked-chart.ts'
import type { Axis } from './axis.ts'
import { type Category, isOneOf, otherCategories, topCategories } from './category-axis.ts'
import type { ChartFacts } from './channel-facts.ts'
import { type PlannedColumn, runStatement } from './chart-statement.ts'
import type { Drawing } from './drawing.ts'
import { makeAxis } from './make-axis.ts'
import { measuredCountSql, measureName, measureSql } from './measure.ts'

const limits = { periods: 60, categories: 30 }

/** One figure for each cell of two axes that has rows. */
export async function drawGrid(
  table: Table,
  { asked, spec, facts }: { asked: AskedChart & { shape: 'grid' }; spec: ChartSpec; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const { measure } = asked
  const most = spec.top_n ?? limits.categories
  const divide = async (channel: AskedChannel) => {
    const axis = await makeAxis(table, channel, { facts, limits: { ...limits, categories: most } }, signal)
    const { column } = channel
    const drawn =
      axis.categories === 'many' && (await topCategories(table, { column, where: facts.where, most }, signal))
    return { channel, axis, drawn: drawn || undefined }
  }
  const [x, y] = [await divide(asked.x), await divide(asked.y)]
  const inside = (sides: { axis: Axis; drawn: Category[] | undefined }[]) =>
    [facts.where, ...sides.flatMap(({ axis, drawn }) => (drawn ? [isOneOf(axis.column, drawn)] : []))].join(' AND ')
  const answer = await runStatement(
    table,
    {
      before: `WITH cells AS (\n  SELECT ${x.axis.key} AS x, ${y.axis.key} AS y, ${measureSql(measure)} AS value, ${measuredCountSql(measure)} AS n FROM data\n  WHERE ${inside([x, y])} GROUP BY 1, 2\n)`,
      columns: [
        ...sideColumns('x', x.axis),
        ...sideColumns('y', y.axis),
        {
          role: 'value',
          sql: 'cells.value',
          name: measureName(measure),
          column: measure.of?.column.name ?? null,
          aggregate: measure.aggregate,
        },
        ...(measure.of
          ? [
              {
                role: 'n' as const,
                sql: 'cells.n',
                name: 'rows',
                column: measure.of.column.name,
                aggregate: 'count' as const,
              },
            ]
          : []),
      ],
      after: `FROM cells ORDER BY ${orderOf('x', x.channel, x.axis)}, ${orderOf('y', y.channel, y.axis)}`,
    },
    signal,
  )
  const beyond = [x, y].find(({ drawn }) => drawn && drawn.length >= most)
  const other = beyond?.drawn
    ? await otherCategories(
        table,
        { column: beyond.axis.column, where: facts.where, drawn: beyond.drawn, figure: measureSql(measure) },
        signal,
      )
    : null
  return {
    ...answer,
    ...{ colors: null, other, binned: { x: x.axis.binning, y: y.axis.binning } },
    chosen: {
      x: x.axis,
      y: y.axis,
      aggregate: measure.aggregate,
      ...(x.axis.categories || y.axis.categories ? { top_n: most } : {}),
    },
  }
}

/** The columns that say where a cell lies along one side. */
export function sideColumns(side: 'x' | 'y', axis: Axis, from = 'cells'): PlannedColumn[] {
  return axis.show(`${from}.${side}`).map(({ sql, name, isEnd }) => ({
    ...{ role: isEnd ? (`${side}_end` as const) : side, sql, name, column: axis.column.name, aggregate: null },
  }))
}

/** Categories without an order of their own stand with the most rows first. */
function orderOf(side: 'x' | 'y', { sort }: AskedChannel, axis: Axis): string {
  const key = `cells.${side}`
  if (sort === 'ascending' || (sort === undefined && axis.isOrdered)) return key
  if (sort === 'descending') return `${key} DESC`
  return `sum(cells.n) OVER (PARTITION BY ${key})${sort === 'y' ? '' : ' DESC'}, ${key}`
}
