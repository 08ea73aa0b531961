import { expect, test } from 'vitest'
import { magnification } from './magnification.ts'

test.each([
  [[100, 50], [100, 0], 1],
  [[100, 50], [21, 3], 1],
  [[100, 50], [20, 3], 5],
  [[100, 50], [1, 1], 100],
  [[1_000_000], [1], 1000],
  [[100], [0], 1],
  [[], [], 1],
])('of %j the part %j is drawn %i times as tall', (whole, part, times) => {
  expect(magnification(whole, part)).toBe(times)
})
