import { expect, test } from 'vitest'
import { valueExtent } from './line-chart.tsx'

test('the axis has room around the values, and none below zero for values that are not', () => {
  const points = (values: (number | null)[]) => values.map((value, index) => ({ t: String(index), value }))
  expect(valueExtent([points([100, 200])])).toEqual([96, 204])
  expect(valueExtent([points([1, 101])])).toEqual([0, 105])
  expect(valueExtent([points([-10, 90]), points([null, 115])])).toEqual([-15, 120])
  expect(valueExtent([points([7, 7])])).toEqual([3.5, 10.5])
  expect(valueExtent([points([null])])).toEqual([0, 1])
})
