import type { ChartSpec } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel, AskedChart, Measure } from './asked-chart.ts'
import type { Axis } from './axis.ts'
import { type Category, categoriesOf, categoryList, isOneOf, otherCategories, topCategories } from './category-axis.ts'
import type { ChartFacts } from './channel-facts.ts'
import { type PlannedColumn, runStatement } from './chart-statement.ts'
import { type Colors, colorCategories } from './color-categories.ts'
import type { Drawing } from './drawing.ts'
import { makeAxis } from './make-axis.ts'
import { measuredCountSql, measureName, measureSql } from './measure.ts'

const defaultCategories = { pie: 6, donut: 6 } as Partial<Record<ChartSpec['mark'], number>>
const mostCategories = 20
const mostPeriods = { line: 400, area: 400, point: 400 } as Partial<Record<ChartSpec['mark'], number>>

/** One figure for each place of an axis, and for each colour there. */
export async function drawGroups(
  table: Table,
  { asked, spec, facts }: { asked: AskedChart & { shape: 'groups' }; spec: ChartSpec; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const { measure } = asked
  const x = spec.top_n === undefined || asked.x.bin !== undefined ? asked.x : { ...asked.x, bin: false }
  const most = spec.top_n ?? defaultCategories[spec.mark] ?? mostCategories
  const limits = { periods: mostPeriods[spec.mark] ?? 60, categories: most }
  const divided = await makeAxis(table, x, { facts, limits }, signal)
  const axis = spec.mark === 'line' || spec.mark === 'area' ? { ...divided, isOrdered: true } : divided
  const colors = await colorCategories(table, asked.color, facts.where, signal)
  const cut = axis.categories === 'many'
  const isCutBySort = cut && !colors && (x.sort ?? '-y') === '-y' && !(x.sort === undefined && axis.isOrdered)
  const { column } = x
  const top = { column, where: facts.where, most, rank: measureSql(measure) }
  const chosen = cut && !isCutBySort ? await topCategories(table, top, signal) : undefined
  const answer = await runStatement(
    table,
    {
      before: groupsSql({
        axis,
        colors,
        measure,
        where: chosen ? `${facts.where} AND ${isOneOf(column, chosen)}` : facts.where,
      }),
      columns: [...shownColumns(axis, colors), ...measuredColumns(measure)],
      after: `${frameOf(axis, colors)}\n${orderOf(axis, colors, x, chosen)}${isCutBySort ? ` LIMIT ${most}` : ''}`,
    },
    signal,
  )
  const drawn = chosen ?? (isCutBySort ? categoriesOf(column, answer.rows) : [])
  return {
    ...answer,
    colors: colors?.answer ?? null,
    binned: { x: axis.binning, y: null },
    other:
      drawn.length < most
        ? null
        : await otherCategories(table, { column, where: facts.where, drawn, figure: measureSql(measure) }, signal),
    chosen: { x: axis, aggregate: measure.aggregate, ...(axis.categories ? { top_n: most } : {}) },
  }
}

function groupsSql(parts: { axis: Axis; colors: Colors | undefined; measure: Measure; where: string }): string {
  const { axis, colors, measure, where } = parts
  const keys = [`${axis.key} AS key`, ...(colors ? [`${colors.key} AS color`] : [])]
  const figures = [`${measureSql(measure)} AS value`, ...(measure.of ? [`${measuredCountSql(measure)} AS n`] : [])]
  return `WITH groups AS (\n  SELECT ${[...keys, ...figures].join(', ')} FROM data\n  WHERE ${where} GROUP BY ${keys.map((_, index) => index + 1).join(', ')}\n)`
}

function shownColumns(axis: Axis, colors: Colors | undefined): PlannedColumn[] {
  const { name } = axis.column
  const shown = axis.show(axis.every ? 'axis.key' : 'groups.key')
  return [
    ...shown.map(({ sql, name: title, isEnd }) => ({
      ...{ role: isEnd ? ('x_end' as const) : ('x' as const), sql, name: title, column: name, aggregate: null },
    })),
    ...(colors
      ? [
          {
            ...{ role: 'color' as const, name: colors.channel.column.name, column: colors.channel.column.name },
            ...{ sql: axis.every ? 'colors.color' : 'groups.color', aggregate: null },
          },
        ]
      : []),
  ]
}

/** Where nothing falls, there is nothing to count, and no other figure. */
function measuredColumns(measure: Measure): PlannedColumn[] {
  const { aggregate, of } = measure
  const counts = aggregate === 'count' || aggregate === 'distinct'
  const column = of?.column.name ?? null
  const value = { role: 'value' as const, name: measureName(measure), column, aggregate }
  return [
    { ...value, sql: counts ? 'coalesce(groups.value, 0)' : 'groups.value' },
    ...(of
      ? [{ role: 'n' as const, sql: 'coalesce(groups.n, 0)', name: 'rows', column, aggregate: 'count' as const }]
      : []),
  ]
}

function frameOf(axis: Axis, colors: Colors | undefined): string {
  if (!axis.every) return 'FROM groups'
  const places = `FROM ${axis.every} AS axis(key)`
  if (!colors) return `${places} LEFT JOIN groups ON groups.key = axis.key`
  return `${places} CROSS JOIN (SELECT ${colors.every} AS color) AS colors\nLEFT JOIN groups ON groups.key = axis.key AND groups.color IS NOT DISTINCT FROM colors.color`
}

function orderOf(axis: Axis, colors: Colors | undefined, { column, sort }: AskedChannel, top?: Category[]): string {
  const [key, color] = axis.every ? ['axis.key', 'colors.color'] : ['groups.key', 'groups.color']
  const direction = sort === 'descending' || sort === '-y' ? ' DESC' : ''
  const isByKey = sort === 'ascending' || sort === 'descending' || (sort === undefined && axis.isOrdered)
  const byColor = colors ? [`${colors.place(color)} NULLS LAST`] : []
  if (isByKey) return `ORDER BY ${[`${key}${direction}`, ...byColor].join(', ')}`
  if (!colors) return `ORDER BY groups.value${sort === 'y' ? '' : ' DESC'} NULLS LAST, ${key}`
  if (!top)
    return `ORDER BY ${[`sum(groups.value) OVER (PARTITION BY ${key})${direction} NULLS LAST`, key, ...byColor].join(', ')}`
  const place =
    top.length === 0 ? key : `list_position([${categoryList(column, top)}], ${key})${sort === 'y' ? ' DESC' : ''}`
  return `ORDER BY ${[place, ...byColor].join(', ')}`
}
