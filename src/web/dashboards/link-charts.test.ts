import { expect, test } from 'vitest'
import type { ChartColumn, ChartData, ChartSpec, StoredChart } from '../../shared/charts.ts'
import { cellsOfChart } from './chart-cells.ts'
import { foldCube } from './fold-cube.ts'
import { graspOf, gripOf, slotsWithin } from './grip.ts'
import { activeChart, brushQuestion, filterOfOthers, hasColumns, linkCharts } from './link-charts.ts'

const column = (role: ChartColumn['role'], name: string, kind: ChartColumn['kind'], rest: Partial<ChartColumn> = {}) =>
  ({ name, role, column: name, aggregate: null, sql_type: '', kind, json: 'number', ...rest }) as ChartColumn

const answer = (
  spec: ChartSpec,
  columns: ChartColumn[],
  rows: unknown[][],
  rest: Partial<ChartData> = {},
): ChartData => ({
  ...{ spec, columns, rows, row_count: 100, n: 100, nulls: {}, not_finite: {}, not_positive: {}, sampled: false },
  ...{ other: null, colors: null, binned: { x: null, y: null }, sql: '', summary: '', ...rest },
})

const rowsCounted = column('value', 'rows', 'numeric', { column: null, aggregate: 'count' })
const histogram = answer(
  { mark: 'histogram', x: 'tonnes' },
  [column('x', 'tonnes', 'numeric'), column('x_end', 'tonnes', 'numeric'), rowsCounted],
  [
    [0, 10, 5],
    [10, 20, 7],
    [20, 30, 1],
  ],
)
const bars = answer(
  { mark: 'bar', x: 'port', y: 'wait' },
  [
    column('x', 'port', 'text'),
    column('value', 'mean of wait', 'numeric', { column: 'wait', aggregate: 'mean' }),
    column('n', 'rows', 'numeric'),
  ],
  [
    ['HAM', 3, 6],
    ['RTM', 2, 5],
  ],
  { other: { count: 4, categories: 2, value: 9 } },
)
const months = answer(
  { mark: 'line', x: 'day' },
  [column('x', 'day', 'temporal'), rowsCounted],
  [
    ['2024-01-01', 3],
    ['2024-02-01', 4],
  ],
  { binned: { x: { by: 'grain', width: null, grain: 'month', count: 2 }, y: null } },
)
const stored = (id: string, data: ChartData) => ({ chart: { id, title: id, spec: data.spec } as StoredChart, data })
const all = [stored('tonnes', histogram), stored('ports', bars), stored('days', months)]

test('marks are cells: bins by their bounds, periods to the end of the last, categories with the rest', () => {
  expect(cellsOfChart(histogram)?.axes).toEqual([{ column: 'tonnes', edges: [0, 10, 20, 30] }])
  expect(cellsOfChart(months)?.axes).toEqual([{ column: 'day', edges: ['2024-01-01', '2024-02-01', '2024-03-01'] }])
  expect(cellsOfChart(bars)).toEqual({
    axes: [{ column: 'port', values: ['HAM', 'RTM'], other: true }],
    brushed: [{ column: 'port', values: ['HAM', 'RTM'], other: true }],
    ...{ aggregate: 'mean', value: 'wait', places: [0, 1], others: [2] },
  })
})

test('cells of two axes and a colour lie row by row, whatever the order of the marks', () => {
  const colored = answer(
    { mark: 'bar', x: 'port', color: 'kind' },
    [column('x', 'port', 'text'), column('color', 'kind', 'text'), rowsCounted],
    [
      ['HAM', 'dry', 1],
      ['HAM', null, 2],
      ['RTM', 'wet', 3],
    ],
    { colors: { values: ['wet', 'dry'], other: { count: 2, categories: 1 } } },
  )
  expect(cellsOfChart(colored)?.places).toEqual([1, 2, 3])
})

test('a figure that no parts make is no cube, and single points are no cells', () => {
  const median = {
    ...bars,
    columns: bars.columns.map((one) => (one.role === 'value' ? { ...one, aggregate: 'median' as const } : one)),
  }
  expect(cellsOfChart(median)?.aggregate).toBeUndefined()
  expect(
    cellsOfChart({ ...months, binned: { x: { by: 'pixel', width: null, grain: null, count: 9 }, y: null } }),
  ).toBeUndefined()
})

test('a grip divides bins into round parts and takes whole slots, the last one closed', () => {
  const grip = gripOf([{ column: 'tonnes', edges: [0, 10, 20, 30] }], 12)
  expect(grip[0]?.places).toEqual([0, 5, 10, 15, 20, 25, 30])
  expect(graspOf(grip, [{ column: 'tonnes', range: [4, 11] }])).toEqual({
    slots: [1],
    brush: [{ column: 'tonnes', range: [5, 10] }],
    filter: {
      and: [
        { column: 'tonnes', op: 'gte', value: 5 },
        { column: 'tonnes', op: 'lt', value: 10 },
      ],
    },
  })
  expect(graspOf(grip, [{ column: 'tonnes', range: [29.9, 99] }])?.filter).toMatchObject({
    and: [{ value: 25 }, { op: 'lte', value: 30 }],
  })
  expect(graspOf(grip, [{ column: 'other', range: [0, 1] }])).toBeUndefined()
  expect(graspOf(grip, [{ column: 'tonnes', values: [1] }])).toBeUndefined()
})

test('moments are divided into days, hours or less, and written as the column writes them', () => {
  const days = gripOf([{ column: 'day', edges: ['2024-01-01', '2024-02-01', '2024-03-01'] }], 250)
  expect(days[0]?.places).toHaveLength(61)
  expect(graspOf(days, [{ column: 'day', range: [Date.UTC(2024, 0, 3), Date.UTC(2024, 0, 5)] }])?.filter).toEqual({
    and: [
      { column: 'day', op: 'gte', value: '2024-01-03' },
      { column: 'day', op: 'lt', value: '2024-01-05' },
    ],
  })
  const [moments] = gripOf([{ column: 't', edges: ['2024-01-01T00:00:00', '2024-01-02T00:00:00'] }], 48)
  expect(moments && 'edges' in moments.axis && moments.axis.edges[1]).toBe('2024-01-01T00:30:00')
})

test('categories are taken one by one, or those within a range', () => {
  const ports = gripOf([{ column: 'port', values: ['HAM', 'RTM'], other: true }], 250)
  expect(graspOf(ports, [{ column: 'port', values: ['RTM', 'gone'] }])).toMatchObject({
    slots: [1],
    filter: { op: 'in', value: ['RTM'] },
  })
  expect(graspOf(ports, [{ column: 'port', values: ['gone'] }])).toBeUndefined()
  const years = gripOf([{ column: 'year', values: [2020, 2021, 2022], other: false }], 250)
  expect(graspOf(years, [{ column: 'year', range: [2020.5, 2022] }])?.slots).toEqual([1, 2])
})

test('a plane is taken by both its sides, the second fastest, and single points have round edges', () => {
  const cells = answer(
    { mark: 'heatmap', x: 'tonnes', y: 'port' },
    [column('x', 'tonnes', 'numeric'), column('x_end', 'tonnes', 'numeric'), column('y', 'port', 'text'), rowsCounted],
    [
      [0, 10, 'HAM', 5],
      [10, 20, 'RTM', 7],
    ],
  )
  const { brushed = [] } = cellsOfChart(cells) ?? {}
  const grip = gripOf(brushed, 8)
  expect(grip.map(({ axis }) => axis)).toEqual([
    { column: 'tonnes', edges: [0, 5, 10, 15, 20] },
    { column: 'port', values: ['HAM', 'RTM'], other: false },
  ])
  const part = { column: 'tonnes', range: [5, 15] as [number, number] }
  expect(graspOf(grip, [part, { column: 'port', values: ['RTM'] }])).toEqual({
    slots: [3, 5],
    brush: [part, { column: 'port', values: ['RTM'] }],
    filter: {
      and: [
        {
          and: [
            { column: 'tonnes', op: 'gte', value: 5 },
            { column: 'tonnes', op: 'lt', value: 15 },
          ],
        },
        { column: 'port', op: 'in', value: ['RTM'] },
      ],
    },
  })
  expect(graspOf(grip, [part])).toBeUndefined()
  expect(gripOf(brushed, 2)[0]?.places).toEqual([0, 20])

  const points = answer(
    { mark: 'point', x: 'tonnes', y: 'day', x_scale: 'log' },
    [column('x', 'tonnes', 'numeric'), column('y', 'day', 'temporal')],
    [
      [3, '2024-01-01T10:00:00'],
      [2000, '2024-01-01T10:00:07.250'],
    ],
  )
  const [across, up] = cellsOfChart(points)?.brushed ?? []
  expect(across && 'edges' in across && [across.edges[0], across.edges.at(-1)]).toEqual([2.51, 2510])
  expect(up).toEqual({ column: 'day', edges: ['2024-01-01T10:00:00', '2024-01-01T10:00:08'] })
  const linear = cellsOfChart({ ...points, spec: { mark: 'point', x: 'tonnes', y: 'day' } })?.brushed[0]
  expect(linear && 'edges' in linear && [linear.edges[0], linear.edges[1], linear.edges.at(-1)]).toEqual([0, 100, 2100])
})

test('the chart that was brushed last asks for the cubes, the brushes of others hold in it', () => {
  const brushes = {
    ports: [{ column: 'port', values: ['HAM'] }],
    tonnes: [{ column: 'tonnes', range: [0, 10] as [number, number] }],
  }
  const charts = linkCharts(all, brushes)
  const active = activeChart(charts, brushes)
  expect(active?.chart.id).toBe('tonnes')
  const question = active && brushQuestion(charts, active, { column: 'flag', op: 'eq', value: true })
  expect(question?.charts.map(({ follows, brush }) => [follows, brush])).toEqual([
    [false, undefined],
    [true, { column: 'port', op: 'in', value: ['HAM'] }],
    [true, undefined],
  ])
  expect(question?.filter).toEqual({ column: 'flag', op: 'eq', value: true })
  expect(filterOfOthers(charts, 'tonnes')).toEqual({ column: 'port', op: 'in', value: ['HAM'] })
  expect(filterOfOthers(linkCharts(all, {}), undefined)).toBeUndefined()
})

test('a fold adds counts and sums up, divides for a mean, and leaves nothing where nothing falls', () => {
  const cells = cellsOfChart(bars)
  const cube = { slots: 2, cells: 3, n: [2, 0, 1, 2, 0, 3], figures: [10, null, 5, 6, null, 7] }
  const front = cells && foldCube(bars, cells, cube, [0, 1])
  expect(front?.rows).toEqual([
    ['HAM', 4, 4],
    ['RTM', null, 0],
  ])
  expect(front?.other).toMatchObject({ count: 4, value: 3 })
  expect([front?.n, front?.row_count]).toEqual([4, 8])
})

test('slots become fewer where charts have many cells, and a filter needs its columns', () => {
  expect(slotsWithin(250, 100, 262_144)).toBe(250)
  expect(slotsWithin(250, 26_214, 262_144)).toBe(10)
  const filter = { or: [{ column: 'a', op: 'is_null' as const }, { not: { column: 'b', op: 'is_null' as const } }] }
  expect([hasColumns(filter, new Set(['a', 'b'])), hasColumns(filter, new Set(['a']))]).toEqual([true, false])
})
