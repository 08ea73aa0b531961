import { expect, test } from 'vitest'
import type { ChartColumn, ChartData, ChartMark, ChartRole, ChartSpec } from '../../../shared/charts.ts'
import { chartMarks } from '../../../shared/charts.ts'
import { boxesOf, brushBetween, brushOfHits, sharesAt, toggleHit } from './brush.ts'
import { hitAt } from './hit-at.ts'
import { hitBeside } from './hit-beside.ts'
import { layoutChart } from './layout-chart.ts'
import type { Box, Scene } from './scene.ts'

const place = { width: 600, height: 300 }

const column = (role: ChartRole, name: string, more: Partial<ChartColumn> = {}): ChartColumn => ({
  ...{ name, role, column: name, aggregate: null, sql_type: 'VARCHAR', kind: 'text', json: 'string' },
  ...more,
})

const count = column('value', 'rows', { column: null, aggregate: 'count', kind: 'numeric', json: 'number' })
const port = column('x', 'port')
const kind = column('color', 'kind')

const answer = (
  spec: ChartSpec,
  columns: ChartColumn[],
  rows: unknown[][],
  more: Partial<ChartData> = {},
): ChartData => ({
  ...{ spec, columns, rows, row_count: 100, n: 100, nulls: {}, not_finite: {}, not_positive: {} },
  ...{ other: null, colors: null, binned: { x: null, y: null }, sampled: false, sql: 'SELECT 1', summary: 'A chart.' },
  ...more,
})

const bars = (rows: unknown[][], more: Partial<ChartData> = {}) =>
  answer({ mark: 'bar', x: { column: 'port' } }, [port, count], rows, more)

const filled = (scene: Scene, fill: string) =>
  scene.shapes.filter((shape) => shape.kind === 'rect').filter((shape) => shape.fill === fill)

test('bars begin at zero, are as long as their figures, and what is left over comes last and hatched', () => {
  const scene = layoutChart({
    data: bars(
      [
        ['Hamburg', 60],
        ['Rotterdam', 30],
      ],
      { n: 90, other: { count: 10, categories: 4, value: 10 } },
    ),
    ...place,
  })
  const [first, second] = filled(scene, 'category-1')
  const base = scene.plot.y + scene.plot.height
  expect(first && first.y + first.height).toBeCloseTo(base)
  expect(first?.height).toBeCloseTo(2 * (second?.height ?? 0))
  expect(filled(scene, 'hatched')).toHaveLength(1)
  expect(scene.hits.map(({ title }) => title)).toEqual(['Hamburg', 'Rotterdam', 'other (4)'])
  expect(scene.hits[0]?.lines).toEqual(['60 rows · 60 %'])
  expect(scene.hits[1]?.filter).toEqual({ column: 'port', op: 'eq', value: 'Rotterdam' })
  expect(scene.hits[2]?.filter).toEqual({
    and: [{ column: 'port', op: 'not_null' }, { not: { column: 'port', op: 'in', value: ['Hamburg', 'Rotterdam'] } }],
  })
})

test('bars below zero hang from it, and bars whose names have no room lie', () => {
  const long = 'a name that is far too long to stand under a bar'
  const scene = layoutChart({
    data: bars([...'abcdef'].map((name, index) => [long + name, 30 - 12 * index])),
    ...place,
  })
  const drawn = filled(scene, 'category-1')
  const zero = drawn[0]?.x ?? 0
  expect(drawn[5] && drawn[5].x + drawn[5].width).toBeCloseTo(zero)
  expect(new Set(drawn.map(({ y }) => y)).size).toBe(6)
  expect(scene.brush[0]?.side).toBe('y')
})

test('many categories make the chart higher instead of thinner than can be read', () => {
  const many = Array.from({ length: 50 }, (_, index) => [`category number ${index}`, 100 - index])
  expect(layoutChart({ data: bars(many), ...place }).height).toBeGreaterThan(600)
})

test('series stand on each other where their sum means something, beside each other where it does not', () => {
  const rows = [
    ['Hamburg', 'bulk', 10],
    ['Hamburg', 'tanker', 20],
    ['Hamburg', null, 5],
  ]
  const colors = { values: ['bulk', 'tanker'], other: { count: 5, categories: 2 } }
  const spec: ChartSpec = { mark: 'bar', x: { column: 'port' }, color: { column: 'kind' } }
  const stacked = layoutChart({ data: answer(spec, [port, kind, count], rows, { colors }), ...place })
  const [bulk, tanker, rest] = stacked.hits.map(({ area }) => area as Box)
  expect(tanker && tanker.y + tanker.height).toBeCloseTo(bulk?.y ?? 0)
  expect(rest && rest.y + rest.height).toBeCloseTo(tanker?.y ?? 0)
  expect(stacked.hits[1]).toMatchObject({
    title: 'Hamburg · tanker',
    filter: {
      and: [
        { column: 'port', op: 'eq', value: 'Hamburg' },
        { column: 'kind', op: 'eq', value: 'tanker' },
      ],
    },
  })
  expect(stacked.hits[2]?.filter).toBeUndefined()

  const mean = { ...count, name: 'mean of fare', column: 'fare', aggregate: 'mean' as const }
  const grouped = layoutChart({ data: answer(spec, [port, kind, mean], rows, { colors }), ...place })
  const tops = grouped.hits.map(({ area }) => (area as Box).x)
  expect(new Set(tops).size).toBe(3)

  const shares = layoutChart({
    data: answer({ ...spec, stack: 'normalized' }, [port, kind, count], rows, { colors }),
    ...place,
  })
  const total = shares.hits.reduce((sum, { area }) => sum + (area as Box).height, 0)
  expect(total).toBeCloseTo(shares.plot.height)
})

test('a bin is met in its whole width, and stands for its rows: the last one with its upper bound', () => {
  const fare = { column: 'fare', kind: 'numeric', json: 'number' } as const
  const scene = layoutChart({
    data: answer(
      { mark: 'histogram', x: { column: 'fare' } },
      [column('x', 'fare', fare), column('x_end', 'fare end', fare), count],
      [
        [0, 10, 5],
        [10, 20, 0],
        [20, 30, 95],
      ],
      { binned: { x: { by: 'width', width: 10, grain: null, count: 3 }, y: null } },
    ),
    ...place,
  })
  const middle = scene.plot.x + scene.plot.width / 2
  expect(hitAt(scene.hits, middle, scene.plot.y + 2)).toBe(1)
  expect(hitAt(scene.hits, scene.plot.x - 5, scene.plot.y + 2)).toBe(-1)
  expect(scene.hits.map(({ title }) => title)).toEqual(['0 to below 10', '10 to below 20', '20 to 30'])
  expect(scene.hits[0]?.filter).toEqual({
    and: [
      { column: 'fare', op: 'gte', value: 0 },
      { column: 'fare', op: 'lt', value: 10 },
    ],
  })
  expect(scene.hits[2]?.filter).toMatchObject({ and: [{}, { op: 'lte', value: 30 }] })
  expect(filled(scene, 'category-1')[1]?.height).toBe(0)
  expect(brushBetween(scene.brush, [1], [0.5])).toEqual([{ column: 'fare', range: [15, 30] }])
  const [first, second] = scene.hits
  if (!first || !second) throw new Error('no hits')
  expect(brushOfHits(scene.brush, second, first)).toEqual([{ column: 'fare', range: [0, 20] }])
  const bin = toggleHit(scene.brush, null, second)
  expect(bin).toEqual([{ column: 'fare', range: [10, 20] }])
  expect(toggleHit(scene.brush, bin, second)).toBeNull()
  expect(toggleHit(scene.brush, bin, first)).toEqual([{ column: 'fare', range: [0, 10] }])
})

test('a bin of one whole number is called by it', () => {
  const year = { column: 'year', kind: 'numeric', json: 'number' } as const
  const { hits } = layoutChart({
    data: answer(
      { mark: 'bar', x: { column: 'year' } },
      [column('x', 'year', year), column('x_end', 'year end', year), count],
      [
        [2023, 2024, 5],
        [2024, 2025, 7],
      ],
      { binned: { x: { by: 'integer', width: 1, grain: null, count: 2 }, y: null } },
    ),
    ...place,
  })
  expect(hits.map(({ title }) => title)).toEqual(['2023', '2024'])
})

test('a period stands for its rows in the words of its column, and a missing one breaks the line', () => {
  const scene = layoutChart({
    data: answer(
      { mark: 'line', x: { column: 'at' } },
      [column('x', 'month of at', { column: 'at', kind: 'temporal' }), count],
      [
        ['2024-01-01T00:00:00Z', 5],
        ['2024-02-01T00:00:00Z', null],
        ['2024-03-01T00:00:00Z', 7],
      ],
      { binned: { x: { by: 'grain', width: null, grain: 'month', count: 3 }, y: null } },
    ),
    ...place,
  })
  expect(scene.hits.map(({ title }) => title)).toEqual(['2024-01', '2024-03'])
  expect(scene.hits[1]?.filter).toEqual({
    and: [
      { column: 'at', op: 'gte', value: '2024-03-01T00:00:00Z' },
      { column: 'at', op: 'lt', value: '2024-04-01T00:00:00Z' },
    ],
  })
  const line = scene.shapes.find((shape) => shape.kind === 'path' && shape.stroke === 'category-1')
  expect(line?.kind === 'path' && line.d.match(/M/g)).toHaveLength(2)
})

test('cells of several colours stand for the rows of their colour, points for those at their place', () => {
  const number = { kind: 'numeric', json: 'number' } as const
  const colors = { values: ['bulk'], other: { count: 1, categories: 2 } }
  const grid = layoutChart({
    data: answer(
      { mark: 'point', x: { column: 'a' }, y: { column: 'b' }, color: { column: 'kind' } },
      [...(['x', 'x_end', 'y', 'y_end'] as const).map((role) => column(role, role, number)), kind, count],
      [
        [0, 1, 0, 1, 'bulk', 9],
        [0, 1, 0, 1, null, 1],
      ],
      {
        colors,
        binned: {
          x: { by: 'width', width: 1, grain: null, count: 1 },
          y: { by: 'width', width: 1, grain: null, count: 1 },
        },
      },
    ),
    ...place,
  })
  expect(grid.hits.map(({ title }) => title)).toEqual(['0 to 1 · 0 to 1 · other', '0 to 1 · 0 to 1 · bulk'])
  expect(grid.hits[0]?.filter).toBeUndefined()
  expect(grid.hits[1]?.filter).toMatchObject({ and: [{}, {}, {}, {}, { column: 'kind', op: 'eq', value: 'bulk' }] })

  const points = layoutChart({
    data: answer(
      { mark: 'point', x: { column: 'a' }, y: { column: 'b' } },
      [column('x', 'a', number), column('y', 'b', number)],
      [[2024, 1.5]],
    ),
    ...place,
  })
  expect(points.hits[0]).toMatchObject({
    title: '2024',
    lines: ['b: 1.5'],
    filter: {
      and: [
        { column: 'a', op: 'eq', value: 2024 },
        { column: 'b', op: 'eq', value: 1.5 },
      ],
    },
  })
})

test('a part of the rows stands in front of the whole, which turns pale, on the same axes', () => {
  const data = bars([
    ['Hamburg', 60],
    ['Rotterdam', 30],
  ])
  const scene = layoutChart({ data, front: { ...data, rows: [['Rotterdam', 15]] }, ...place })
  const drawn = filled(scene, 'category-1')
  expect(drawn.map(({ isPale }) => isPale)).toEqual([true, true, false])
  expect(drawn[2]?.height).toBeCloseTo((drawn[1]?.height ?? 0) / 2)
  expect(drawn[2]?.x).toBe(drawn[1]?.x)
  expect(scene.hits.map(({ lines }) => lines[1])).toEqual(['selected: 0', 'selected: 15'])
})

test('categories are brushed as they stand, and pressed one by one', () => {
  const scene = layoutChart({ data: bars([...'abcd'].map((name) => [name, 1])), ...place })
  const { brush: sides, plot, hits } = scene
  expect(brushBetween(sides, [0.3], [0.6])).toEqual([{ column: 'port', values: ['b', 'c'] }])
  const [last] = boxesOf(sides, plot, [{ column: 'port', values: ['d'] }])
  expect(last?.x).toBeCloseTo(plot.x + plot.width * 0.75)
  expect([last?.y, last?.height]).toEqual([plot.y, plot.height])
  const [, b, c] = hits
  if (!b || !c) throw new Error('no hits')
  const one = toggleHit(sides, null, b)
  expect(one).toEqual([{ column: 'port', values: ['b'] }])
  expect(toggleHit(sides, one, c)).toEqual([{ column: 'port', values: ['b', 'c'] }])
  expect(toggleHit(sides, one, b)).toBeNull()
})

test('a plane is brushed along both sides, its values from the bottom, and read in the direction of the arrows', () => {
  const number = { kind: 'numeric', json: 'number' } as const
  const columns = [column('x', 'fare', number), column('y', 'tip', number)]
  const rows = [
    [0, 0],
    [10, 0],
    [0, 100],
    [10, 100],
  ]
  const scene = layoutChart({ data: answer({ mark: 'point', x: 'fare', y: 'tip' }, columns, rows), ...place })
  const { brush: sides, plot, hits } = scene
  expect(sides.map(({ side, column }) => [side, column])).toEqual([
    ['x', 'fare'],
    ['y', 'tip'],
  ])
  const upper = brushBetween(sides, sharesAt(sides, plot, plot.x - 9, plot.y - 9), [0.5, 0.5])
  const [fare, tip] = upper as { range: [number, number] }[]
  expect(fare?.range[1]).toBeCloseTo(5)
  expect(tip?.range[0]).toBeCloseTo(50)
  const [box] = boxesOf(sides, plot, upper)
  expect(box?.y).toBeCloseTo(plot.y)
  expect(box?.height).toBeCloseTo(plot.height / 2)
  const [first, , , last] = hits
  if (!first || !last) throw new Error('no hits')
  expect(brushOfHits(sides, first, last)).toEqual([
    { column: 'fare', range: [0, 10] },
    { column: 'tip', range: [0, 100] },
  ])
  expect([hitBeside(hits, 0, 'x', 1), hitBeside(hits, 0, 'y', -1), hitBeside(hits, 0, 'x', -1)]).toEqual([1, 2, 0])
})

test('a whisker that a logarithmic axis has no place for ends at its beginning', () => {
  const roles = ['low', 'q1', 'median', 'q3', 'high'] as const
  const columns = [column('x', 'port'), ...roles.map((role) => column(role, role, { kind: 'numeric', json: 'number' }))]
  const data = answer({ mark: 'box', x: 'port', y: 'fare', y_scale: 'log' }, columns, [['a', -5, 1, 10, 100, 1000]])
  const scene = layoutChart({ data, ...place })
  expect(JSON.stringify(scene)).not.toMatch(/NaN|null/)
  const path = scene.shapes.find((shape) => shape.kind === 'path' && shape.strokeWidth === 1.25)
  const base = scene.plot.y + scene.plot.height
  expect(path?.kind === 'path' && path.d).toMatch(new RegExp(`^M[\\d.]+ ${base}V`))
})

test('the last period of a line is brushed to its end, which lies beyond the line', () => {
  const day = column('x', 'day', { kind: 'temporal' })
  const rows = [
    ['2024-01-01', 3],
    ['2024-02-01', 4],
  ]
  const binned = { x: { by: 'grain', width: null, grain: 'month', count: 2 } as const, y: null }
  const { brush } = layoutChart({ data: answer({ mark: 'line', x: 'day' }, [day, count], rows, { binned }), ...place })
  expect(brushBetween(brush, [0], [1])).toEqual([{ column: 'day', range: [Date.UTC(2024, 0), Date.UTC(2024, 2)] }])
})

test('a slice is found by its angle, and a whole turn is one slice', () => {
  const pie = (rows: unknown[][]) =>
    layoutChart({ data: { ...bars(rows), spec: { mark: 'pie', x: { column: 'port' } } }, ...place })
  const halves = pie([
    ['Hamburg', 1],
    ['Rotterdam', 1],
  ])
  const arc = halves.hits[0]?.area
  if (!arc || !('outer' in arc)) throw new Error('no arc')
  expect(hitAt(halves.hits, arc.cx + arc.outer / 2, arc.cy)).toBe(0)
  expect(hitAt(halves.hits, arc.cx - arc.outer / 2, arc.cy)).toBe(1)
  expect(pie([['Hamburg', 3]]).hits).toHaveLength(1)
  expect(pie([['Hamburg', 0]]).shapes).toEqual([])
  const data = { ...bars([...'abc'].map((name) => [name, 1])), spec: { mark: 'pie', x: { column: 'port' } } as const }
  const front = { ...data, rows: [['a', 0], ...[...'bc'].map((name) => [name, 1])] }
  const fills = ({ shapes }: Scene) => shapes.flatMap((shape) => (shape.kind === 'path' ? [shape.fill] : []))
  expect(fills(layoutChart({ data, front, ...place }))).toEqual(fills(layoutChart({ data, ...place })).slice(1))
})

const odd: [string, unknown[][]][] = [
  ['nothing', []],
  ['one row', [['a', 1]]],
  ['no value', [['a', null]]],
  ['zero', [['a', 0]]],
  [
    'the largest and the least doubles',
    [
      ['a', Number.MAX_VALUE],
      ['b', -Number.MAX_VALUE],
      ['c', Number.MIN_VALUE],
    ],
  ],
  [
    'decimals as text',
    [
      ['a', '99999999999999999999.5'],
      ['b', '-1e300'],
    ],
  ],
  [
    'odd names',
    [
      ['', 1],
      ['\u202e<b>&"', 2],
      ['😀'.repeat(80), 3],
      ['constructor', 4],
      ['__proto__', 5],
    ],
  ],
]

test.each(
  odd.flatMap(([name, rows]) => chartMarks.map((mark): [string, ChartMark, unknown[][]] => [name, mark, rows])),
)('%s: a %s is laid out with numbers only', (_name, mark, rows) => {
  for (const y_scale of ['linear', 'log'] as const) {
    const spec: ChartSpec = { mark, x: { column: 'port' }, y_scale }
    const scene = layoutChart({ data: answer(spec, [port, count], rows), width: 300, height: 200 })
    expect(JSON.stringify(scene.shapes)).not.toMatch(/NaN|Infinity|null/)
    expect(scene.hits.every(({ at }) => Number.isFinite(at.x) && Number.isFinite(at.y))).toBe(true)
  }
})
