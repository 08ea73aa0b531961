import { expect, test } from 'vitest'
import type { ChartColumn, ChartData, ChartSpec } from '../../shared/charts.ts'
import { chartNotes, emptySentence, placelessSentence } from './chart-caption.ts'
import { chartTable } from './chart-table.ts'

const column = (name: string, role: ChartColumn['role'], kind: ChartColumn['kind'] = 'text'): ChartColumn => ({
  ...{ name, role, column: name, aggregate: null, sql_type: 'VARCHAR', kind, json: 'string' },
})

const data: ChartData = {
  ...{
    spec: { mark: 'bar', x: { column: 'port' } },
    columns: [column('port', 'x'), column('rows', 'value', 'numeric')],
  },
  rows: [['Hamburg', 1200]],
  ...{ row_count: 2000, n: 1200, nulls: { x: 3 }, not_finite: { y: 1 }, not_positive: {}, colors: null },
  other: { count: 797, categories: 5, value: 797 },
  ...{ binned: { x: null, y: null }, sampled: false, sql: 'SELECT 1', summary: 'A chart.' },
}

test('the caption says on how many rows a chart rests, and what stands beside it', () => {
  expect(chartNotes(data)).toEqual([
    'n = 1,200 rows of 2,000',
    '3 rows without a value of port',
    '1 row with an infinity or NaN in y',
    'other: 5 categories, 797 rows',
  ])
})

test('an axis that does not begin at zero is said, one of bars always does', () => {
  const line = {
    ...data,
    spec: { ...data.spec, mark: 'line' as const },
    rows: [
      ['a', 900],
      ['b', 1000],
    ],
    other: null,
  }
  expect(chartNotes(line)).toContain('the axis does not begin at zero')
  expect(
    chartNotes({
      ...line,
      rows: [
        ['a', 1],
        ['b', 1000],
      ],
    }),
  ).not.toContain('the axis does not begin at zero')
  expect(chartNotes(data)).not.toContain('the axis does not begin at zero')
})

test('where nothing can be drawn it says why', () => {
  const nothing = { ...data, rows: [], other: null }
  expect(emptySentence({ ...nothing, row_count: 0 })).toBe('The table has no row.')
  expect(emptySentence({ ...nothing, row_count: 3 })).toBe('No row has a value of port.')
  expect(emptySentence(nothing)).toBe('No row has all the values that this chart needs.')
  const placeless = (spec: ChartSpec) => placelessSentence({ ...nothing, spec })
  expect(placeless({ mark: 'donut', x: 'port' })).toContain('Draw bars instead.')
  expect(placeless({ mark: 'area', x: 'port', y_scale: 'log' })).toContain('logarithmic')
  expect(placeless({ mark: 'line', x: 'port' })).toContain('The table has them.')
})

test('as a table, categories are written as stored, figures grouped, and what is left over is a row', () => {
  expect(chartTable({ ...data, rows: [['2024', 1200]] })).toEqual({
    columns: ['port', 'rows'],
    textColumns: 1,
    rows: [
      ['2024', '1,200'],
      ['other (5)', '797'],
    ],
  })
})
