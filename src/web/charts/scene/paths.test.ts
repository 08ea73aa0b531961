import { expect, test } from 'vitest'
import { arcPath, dotPath, pathOf } from './paths.ts'

test('a missing value breaks the line', () => {
  expect(pathOf([[0, 1], [2, 3], false, [4, 5], [6, 7]])).toBe('M0.0 1.0L2.0 3.0M4.0 5.0L6.0 7.0')
})

test('a dot is a circle around its point', () => {
  expect(dotPath(10, 20, 2.5)).toBe('M7.5 20.0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0')
})

test('an arc begins at the top and goes clockwise; the whole turn is drawn too', () => {
  const disc = { cx: 50, cy: 50, inner: 0, outer: 40 }
  expect(arcPath({ ...disc, start: 0, end: Math.PI / 2 })).toMatch(/^M50\.0 10\.0A.* 90\.0 50\.0L50 50Z$/)
  expect(arcPath({ ...disc, start: 0, end: 2 * Math.PI })).toMatch(/^M50\.0 10\.0A.* 50\.0 90\.0A.* 50\.0 10\.0Z$/)
  expect(arcPath({ ...disc, inner: 20, start: 0, end: Math.PI })).toMatch(/L50\.0 70\.0A.* 50\.0 30\.0Z$/)
})
