import { expect, test } from 'vitest'
import type { ChartSpec } from '../../shared/charts.ts'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { aggregatesFor, choicesFor, sensibleMark, withColumn, withMark } from './chart-draft.ts'
import { chartTitle } from './chart-title.ts'

const kinds: Record<string, ColumnKind> = {
  port: 'text',
  fare: 'numeric',
  tonnes: 'numeric',
  at: 'temporal',
  paid: 'boolean',
}
const kindOf = (name: string) => kinds[name]

test.each([
  [undefined, undefined, 'number'],
  [undefined, 'numeric', 'number'],
  ['text', undefined, 'bar'],
  ['boolean', undefined, 'bar'],
  ['numeric', undefined, 'histogram'],
  ['temporal', undefined, 'line'],
  ['numeric', 'numeric', 'point'],
  ['temporal', 'numeric', 'line'],
  ['text', 'numeric', 'bar'],
  ['text', 'text', 'heatmap'],
  ['numeric', 'temporal', 'point'],
] as const)('%s and %s are a %s at once', (x, y, mark) => {
  expect(sensibleMark(x, y)).toBe(mark)
})

test('another column keeps the mark where it can be drawn, and changes it where it cannot', () => {
  const bar: ChartSpec = { mark: 'bar', x: { column: 'port', sort: 'ascending' } }
  expect(withColumn(bar, 'x', 'paid', kindOf)).toEqual({ mark: 'bar', x: { column: 'paid' } })
  expect(withColumn(bar, 'y', 'fare', kindOf)).toMatchObject({ mark: 'bar', y: { column: 'fare' } })
  expect(withColumn({ mark: 'histogram', x: 'fare', x_scale: 'log' }, 'x', 'port', kindOf)).toEqual({
    mark: 'bar',
    x: { column: 'port' },
  })
  expect(withColumn({ mark: 'point', x: 'fare', y: 'tonnes' }, 'y', undefined, kindOf).mark).toBe('histogram')
  expect(withColumn({ mark: 'line', x: 'at', grain: 'month' }, 'x', 'fare', kindOf)).toEqual({
    mark: 'line',
    x: { column: 'fare' },
  })
})

test('another mark drops what it cannot show, and slices are sums', () => {
  const mean: ChartSpec = { mark: 'bar', x: 'port', y: { column: 'fare', aggregate: 'mean' }, color: 'paid' }
  expect(withMark(mean, 'pie')).toEqual({ mark: 'pie', x: 'port', y: { column: 'fare' }, aggregate: 'sum' })
  expect(withMark(mean, 'histogram')).toEqual({ mark: 'histogram', x: 'port', color: 'paid' })
  expect(withMark(mean, 'line')).toEqual({ ...mean, mark: 'line' })
})

test('only choices that mean something are offered', () => {
  expect(choicesFor({ mark: 'bar', x: 'port' }, kindOf)).toMatchObject({
    sort: true,
    topN: true,
    bin: false,
    stack: false,
  })
  expect(choicesFor({ mark: 'bar', x: 'at', color: 'port' }, kindOf)).toMatchObject({
    grain: true,
    sort: false,
    stack: true,
  })
  expect(choicesFor({ mark: 'bar', x: { column: 'fare', bin: false } }, kindOf)).toMatchObject({
    bin: true,
    topN: true,
  })
  expect(aggregatesFor('pie', 'numeric')).toEqual(['sum', 'count'])
  expect(aggregatesFor('bar', 'text')).toEqual(['count', 'distinct'])
  expect(aggregatesFor('line', 'numeric')[0]).toBe('none')
})

test.each([
  [{ mark: 'bar', x: 'port' }, 'Rows by port'],
  [{ mark: 'bar', x: 'port', y: 'fare', aggregate: 'p95', color: 'paid' }, '95th percentile of fare by port and paid'],
  [{ mark: 'histogram', x: 'fare' }, 'Distribution of fare'],
  [{ mark: 'point', x: 'fare', y: 'tonnes' }, 'tonnes against fare'],
  [{ mark: 'line', x: 'at', y: { column: 'fare', aggregate: 'none' } }, 'fare by at'],
  [{ mark: 'box', x: 'port', y: 'fare' }, 'Spread of fare by port'],
  [{ mark: 'heatmap', x: 'port', y: 'paid', color: { column: 'fare' } }, 'Mean of fare by port and paid'],
  [{ mark: 'number', y: 'fare', aggregate: 'sum' }, 'Sum of fare'],
  [{ mark: 'number' }, 'Rows'],
  [{ mark: 'bar', x: 'port', title: 'Mine' }, 'Mine'],
] as [ChartSpec, string][])('%j is called %s', (spec, title) => {
  expect(chartTitle(spec)).toBe(title)
})
