import fc from 'fast-check'
import { expect, it } from 'vitest'
import { niceTicks } from './nice-ticks.ts'

it.each([
  [0, 100, [0, 50, 100]],
  [0, 89764, [0, 20000, 40000, 60000, 80000]],
  [0.1, 0.5, [0.1, 0.2, 0.3, 0.4, 0.5]],
  [-3, 7, [-2, 0, 2, 4, 6]],
  [1990, 2024, [1990, 2000, 2010, 2020]],
  [0, 1, [0, 0.5, 1]],
  [5, 5, [5]],
  [0, 0.0004, [0, 0.0001, 0.0002, 0.0003, 0.0004]],
])('from %d to %d: %j', (low, high, ticks) => {
  expect(niceTicks(low, high)).toEqual(ticks)
})

it('has no ticks without a range', () => {
  expect(niceTicks(Number.NaN, 1)).toEqual([])
  expect(niceTicks(2, 1)).toEqual([])
  expect(niceTicks(0, Number.POSITIVE_INFINITY)).toEqual([])
})

it('at most five, rising, inside the range, and at least one, at any size', () => {
  const size = fc.double({ min: -1e18, max: 1e18, noNaN: true })
  fc.assert(
    fc.property(size, fc.double({ min: 1e-9, max: 1e18, noNaN: true }), (low, span) => {
      const high = low + span
      fc.pre(high - low > Math.abs(low) * 1e-9)
      const ticks = niceTicks(low, high)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(5)
      ticks.forEach((tick, index) => {
        expect(tick).toBeGreaterThanOrEqual(low - span * 1e-6)
        expect(tick).toBeLessThanOrEqual(high + span * 1e-6)
        if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1] as number)
      })
    }),
  )
})
