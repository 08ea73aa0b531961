import { expect, test } from 'vitest'
import { pathOf, valueExtent } from './line-chart.tsx'

test('a missing value breaks the line', () => {
  expect(pathOf([[0, 1], [2, 3], false, [4, 5], [6, 7]])).toBe('M0.0 1.0L2.0 3.0M4.0 5.0L6.0 7.0')
})

test('the axis has room around the values, and none below zero for values that are not', () => {
  const points = (values: (number | null)[]) => values.map((value, index) => ({ t: String(index), value }))
  expect(valueExtent([points([100, 200])])).toEqual([96, 204])
  expect(valueExtent([points([1, 101])])).toEqual([0, 105])
  expect(valueExtent([points([-10, 90]), points([null, 115])])).toEqual([-15, 120])
  expect(valueExtent([points([7, 7])])).toEqual([3.5, 10.5])
  expect(valueExtent([points([null])])).toEqual([0, 1])
})
