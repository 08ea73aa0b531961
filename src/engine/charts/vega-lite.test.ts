import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import type { ChartSpec } from '../../shared/charts.ts'
import { answerChart } from './answer-chart.ts'
import { vegaLite } from './vega-lite.ts'

const rows = `SELECT 'g' || r % 3 AS "group.a", r AS x, (r * r % 7)::DECIMAL(9, 2) AS price, r % 2 = 0 AS flag,
  DATE '2024-01-01' + r::INTEGER AS day FROM range(60) t(r)`

type Encoding = Record<string, { field?: string; type?: string }>
type Layer = { mark: unknown; encoding: Encoding }

test.each<[ChartSpec, string, string[]]>([
  [{ mark: 'bar', x: 'group.a', color: 'flag' }, 'bar', ['x', 'y', 'color']],
  [{ mark: 'bar', x: 'group.a', color: 'flag', stack: 'grouped' }, 'bar', ['x', 'y', 'color', 'xOffset']],
  [{ mark: 'histogram', x: 'price' }, 'bar', ['x', 'x2', 'y']],
  [{ mark: 'line', x: 'day', y: 'price', aggregate: 'sum' }, 'line', ['x', 'y']],
  [{ mark: 'area', x: 'day', y: 'price', aggregate: 'none' }, 'area', ['x', 'y']],
  [{ mark: 'point', x: 'x', y: 'price' }, 'point', ['x', 'y']],
  [{ mark: 'point', x: 'x', y: 'price', max_points: 9 }, 'rect', ['x', 'x2', 'y', 'y2', 'color']],
  [{ mark: 'heatmap', x: 'group.a', y: 'day' }, 'rect', ['x', 'y', 'color']],
  [{ mark: 'donut', x: 'group.a' }, 'arc', ['theta', 'color']],
  [{ mark: 'number', y: 'price', aggregate: 'max' }, 'text', ['text']],
])('%j', async (spec, mark, channels) => {
  const chart = await answerChart(await openTestTable(rows), { spec })
  const drawn = vegaLite(chart, 'A chart') as {
    mark: string | { type: string }
    encoding: Encoding
    data: { values: object[] }
  }
  expect(typeof drawn.mark === 'string' ? drawn.mark : drawn.mark.type).toBe(mark)
  expect(Object.keys(drawn.encoding).sort()).toEqual([...channels].sort())
  expect(drawn.data.values).toHaveLength(chart.rows.length)
  for (const { field } of Object.values(drawn.encoding)) expect(drawn.data.values[0]).toHaveProperty(field as string)
})

test('a box is drawn in layers, and exact numbers as numbers', async () => {
  const chart = await answerChart(await openTestTable(rows), { spec: { mark: 'box', x: 'price', y: 'flag' } })
  const { layer, data } = vegaLite(chart, 'A chart') as { layer: Layer[]; data: { values: Record<string, unknown>[] } }
  expect(layer.map(({ encoding }) => encoding.x?.field)).toEqual(['low', 'q1', 'median'])
  expect(layer[0]?.encoding.y).toMatchObject({ field: 'y', type: 'ordinal' })
  expect(data.values[0]).toMatchObject({ q1: expect.any(Number), y: false })
})
