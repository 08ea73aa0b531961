import { expect, test } from 'vitest'
import { logTicks } from './log-ticks.ts'
import { createScale, valueExtent } from './scale.ts'
import { tickLabels } from './tick-labels.ts'

test('a scale goes there and back, and one value lies in the middle', () => {
  const linear = createScale('linear', -50, 150)
  expect(linear.shareOf(0)).toBeCloseTo(0.25)
  expect(linear.valueAt(linear.shareOf(37))).toBeCloseTo(37)
  const log = createScale('log', 1, 10_000)
  expect(log.shareOf(100)).toBeCloseTo(0.5)
  expect(log.valueAt(0.25)).toBeCloseTo(10)
  expect(createScale('linear', 7, 7).shareOf(7)).toBe(0.5)
  expect(createScale('linear', -Number.MAX_VALUE, Number.MAX_VALUE).shareOf(0)).toBe(0.5)
})

test.each([
  [1, 10_000, [1, 10, 100, 1000, 10_000]],
  [1, 1e12, [1, 1000, 1e6, 1e9, 1e12]],
  [1, 90, [1, 3, 10, 30]],
  [0.02, 0.05, [0.02, 0.05]],
  [0, 5, []],
  [3, 3, [3]],
])('a logarithmic axis from %d to %d has ticks at %j', (low, high, ticks) => {
  expect(logTicks(low, high)).toEqual(ticks)
})

test.each([
  [
    [0, 2_000_000, 4_000_000],
    ['0', '2 M', '4 M'],
  ],
  [
    [0, 500_000, 1_000_000],
    ['0', '0.5 M', '1 M'],
  ],
  [
    [1_000_000_001, 1_000_000_002],
    ['1,000,000,001', '1,000,000,002'],
  ],
  [
    [0, 1e18, 2e18],
    ['0', '1e18', '2e18'],
  ],
  [
    [-5000, 0, 5000],
    ['-5,000', '0', '5,000'],
  ],
  [
    [1e-9, 2e-9],
    ['1e-9', '2e-9'],
  ],
])('%j is written %j', (ticks, labels) => {
  expect(tickLabels(ticks)).toEqual(labels)
})

test('years are written as years, other numbers are grouped', () => {
  expect(createScale('linear', 1990, 2024).ticks(5)[0]?.label).toBe('1990')
  expect(createScale('linear', 0, 2000).ticks(5).at(-1)?.label).toBe('2,000')
})

test('marks from zero show it, others have room around their values, a logarithm begins at a power of ten', () => {
  expect(valueExtent([5, 20], { fromZero: true, isLog: false })).toEqual({ low: 0, high: 20 })
  expect(valueExtent([-5, 20], { fromZero: true, isLog: false })).toEqual({ low: -5, high: 20 })
  expect(valueExtent([0], { fromZero: true, isLog: false })).toEqual({ low: 0, high: 1 })
  expect(valueExtent([100, 200], { fromZero: false, isLog: false })).toEqual({ low: 96, high: 204 })
  expect(valueExtent([1, 101], { fromZero: false, isLog: false })).toEqual({ low: 0, high: 105 })
  expect(valueExtent([], { fromZero: false, isLog: false })).toEqual({ low: 0, high: 1 })
  expect(valueExtent([30, 5000, -2], { fromZero: true, isLog: true })).toEqual({ low: 10, high: 5000 })
  expect(valueExtent([10], { fromZero: true, isLog: true })).toEqual({ low: 1, high: 10 })
})
