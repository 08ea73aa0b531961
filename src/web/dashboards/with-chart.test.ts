import { expect, test } from 'vitest'
import type { StoredChart } from '../../shared/charts.ts'
import type { Dashboard } from '../../shared/dashboards.ts'
import { withChart } from './with-chart.ts'

const chart = (id: string, mark: 'bar' | 'number') => ({ id, title: id, spec: { mark } }) as StoredChart

test('charts that are put on one after the other stand beside each other, and twice the same is once', () => {
  let now = { layout: [], charts: [] as StoredChart[] } as unknown as Dashboard
  for (const id of ['a', 'b', 'b']) now = { ...now, ...withChart(chart(id, id === 'a' ? 'bar' : 'number'))(now) }
  expect(now.layout).toEqual([
    { chart_id: 'a', x: 0, y: 0, w: 6, h: 6 },
    { chart_id: 'b', x: 6, y: 0, w: 3, h: 3 },
  ])
  expect(now.charts.map(({ id }) => id)).toEqual(['a', 'b'])
})
