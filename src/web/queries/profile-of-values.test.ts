import { expect, test } from 'vitest'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { columnShape } from '../../shared/column-shape.ts'
import { profileOfValues } from './profile-of-values.ts'

const profileOf = (kind: ColumnKind, sql_type: string, values: unknown[]) =>
  profileOfValues({ name: 'x', sql_type, kind, json: 'string' }, values)
const counted = (histogram: { count: number }[]) => histogram.reduce((sum, { count }) => sum + count, 0)

test('numbers have their ends, and every one of them is in a bin', () => {
  const values = Array.from({ length: 500 }, (_, index) => (index % 7 === 0 ? null : index ** 1.5))
  const { histogram, min, max, null_count, distinct_count } = profileOf('numeric', 'DOUBLE', values)
  expect([min, max, null_count, distinct_count]).toEqual([1, 499 ** 1.5, 72, 428])
  expect(counted(histogram)).toBe(428)
  expect(histogram[0]?.lower).toBe(1)
})

test('a few integers have a bin each, exact numbers keep their text', () => {
  expect(profileOf('numeric', 'BIGINT', [1, 1, 3]).histogram).toEqual([
    { lower: 0.5, upper: 1.5, count: 2 },
    { lower: 1.5, upper: 2.5, count: 0 },
    { lower: 2.5, upper: 3.5, count: 1 },
  ])
  const exact = profileOf('numeric', 'HUGEINT', ['9007199254740993', '9007199254740995', '5'])
  expect([exact.min, exact.max]).toEqual(['5', '9007199254740995'])
})

test.each([
  ['DATE', ['2024-03-01', null, '2024-01-31'], '2024-01-31'],
  ['TIMESTAMP', ['2024-03-01T10:00:00', '2024-01-31T12:30:00.5'], '2024-01-31T12:30:00'],
  ['TIME', ['13:05:00', '01:00:00'], '01:00:00'],
])('moments of %s have bins between their ends', (type, values, lower) => {
  const { histogram } = profileOf('temporal', type, values)
  expect(histogram[0]?.lower).toBe(lower)
  expect(counted(histogram)).toBe(2)
})

test.each<[ColumnKind, unknown[], string]>([
  ['text', ['a', 'a', 'b'], 'shares'],
  ['boolean', [true, false, true], 'shares'],
  ['numeric', [], 'words'],
  ['numeric', [null, null], 'words'],
  ['numeric', ['Infinity', 'NaN', 'NaN'], 'shares'],
  ['nested', [[1], { a: 1 }], 'words'],
  ['temporal', ['infinity', '0044-03-15 BC'], 'words'],
])('%s %j has a shape', (kind, values, form) => {
  expect(columnShape(profileOf(kind, 'X', values)).form).toBe(form)
})
