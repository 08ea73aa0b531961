import type { ChartRole, ChartSpec } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel, AskedChart } from './asked-chart.ts'
import type { Axis } from './axis.ts'
import { isOneOf, otherCategories, topCategories } from './category-axis.ts'
import type { ChartFacts } from './channel-facts.ts'
import { type PlannedColumn, runStatement } from './chart-statement.ts'
import type { Drawing } from './drawing.ts'
import { makeAxis } from './make-axis.ts'

const mostBoxes = 20

/** A box for each group: quartiles of type 7, fences 1.5 interquartile ranges outside them, as in the profile. */
export async function drawBoxes(
  table: Table,
  { asked, spec, facts }: { asked: AskedChart & { shape: 'boxes' }; spec: ChartSpec; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const { along, values } = asked
  const most = spec.top_n ?? mostBoxes
  const axis = along && (await makeAxis(table, along, { facts, limits: { periods: 40, categories: most } }, signal))
  const { where } = facts
  const column = axis?.column
  const drawn =
    axis?.categories === 'many' && column ? await topCategories(table, { column, where, most }, signal) : undefined
  const inside = drawn && column ? `${where} AND ${isOneOf(column, drawn)}` : where
  const value = `${values.column.sql}::DOUBLE`
  const figures: [ChartRole, string][] = [
    ['lower_fence', 'boxes.q1 - 1.5 * (boxes.q3 - boxes.q1)'],
    ['low', 'boxes.low'],
    ['q1', 'boxes.q1'],
    ['median', 'boxes.median'],
    ['q3', 'boxes.q3'],
    ['high', 'boxes.high'],
    ['upper_fence', 'boxes.q3 + 1.5 * (boxes.q3 - boxes.q1)'],
    ['outliers', 'boxes.outliers'],
    ['n', 'boxes.n'],
  ]
  const isWithin = 'value BETWEEN q1 - 1.5 * (q3 - q1) AND q3 + 1.5 * (q3 - q1)'
  const answer = await runStatement(
    table,
    {
      before: [
        `WITH points AS NOT MATERIALIZED (\n  SELECT ${axis?.key ?? '0'} AS key, ${value} AS value FROM data WHERE ${inside}\n), quartiles AS (`,
        '  SELECT key, q[1] AS q1, q[2] AS median, q[3] AS q3',
        '  FROM (SELECT key, quantile_cont(value, [0.25, 0.5, 0.75]) AS q FROM points GROUP BY key)\n), boxes AS (',
        `  SELECT key, q1, median, q3, min(value) FILTER (WHERE ${isWithin}) AS low, max(value) FILTER (WHERE ${isWithin}) AS high,`,
        `    count(*) FILTER (WHERE NOT (${isWithin})) AS outliers, count(*) AS n`,
        '  FROM points JOIN quartiles USING (key) GROUP BY ALL\n)',
      ].join('\n'),
      columns: [
        ...(axis && along ? alongColumns(axis, along) : []),
        ...figures.map(([role, sql]) => ({
          ...{
            role,
            sql,
            name: role === 'n' ? 'rows' : role.replace('_', ' '),
            column: values.column.name,
            aggregate: null,
          },
        })),
      ],
      after: `FROM boxes ORDER BY ${orderOf(along, axis)}`,
    },
    signal,
  )
  return {
    ...answer,
    ...{ colors: null, binned: { x: axis?.binning ?? null, y: null } },
    other:
      column && drawn && drawn.length >= most ? await otherCategories(table, { column, where, drawn }, signal) : null,
    chosen: { [along?.name ?? 'x']: axis, aggregate: 'none', ...(axis?.categories ? { top_n: most } : {}) },
  }
}

function alongColumns(axis: Axis, { name }: AskedChannel): PlannedColumn[] {
  const side = name === 'y' ? 'y' : 'x'
  return axis.show('boxes.key').map(({ sql, name: title, isEnd }) => ({
    ...{ role: isEnd ? (`${side}_end` as const) : side, sql, name: title, column: axis.column.name, aggregate: null },
  }))
}

function orderOf(along: AskedChannel | undefined, axis: Axis | undefined): string {
  const { sort } = along ?? {}
  if (sort === 'descending') return 'boxes.key DESC'
  if (sort === 'ascending' || !axis || (sort === undefined && axis.isOrdered)) return 'boxes.key'
  return `boxes.median${sort === 'y' ? '' : ' DESC'}, boxes.key`
}
