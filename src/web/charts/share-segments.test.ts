import { expect, it } from 'vitest'
import { shareSegments } from './share-segments.ts'

it('values are as wide as their share and the rest closes the strip', () => {
  const segments = shareSegments(
    [
      { value: 'HAM', count: 50 },
      { value: 'RTM', count: 25 },
      { value: 'ANR', count: 1 },
    ],
    100,
    120,
    5,
  )
  expect(segments).toEqual([
    { value: 'HAM', count: 50, share: 0.5, left: 0, width: 60 },
    { value: 'RTM', count: 25, share: 0.25, left: 60, width: 30 },
    { value: undefined, count: 25, share: 0.25, left: 90, width: 30 },
  ])
})

it('no rest, no rest segment; the widths always fill the strip', () => {
  const segments = shareSegments(
    [1, 2, 3].map((value) => ({ value, count: 1 })),
    3,
    100,
    5,
  )
  expect(segments.map(({ value }) => value)).toEqual([1, 2, 3])
  expect(segments.reduce((sum, { width }) => sum + width, 0)).toBe(100)
})

it('a rest too small to see still shows', () => {
  expect(shareSegments([{ value: 'a', count: 9999 }], 10_000, 100, 5).at(-1)).toMatchObject({
    value: undefined,
    count: 1,
    left: 99,
    width: 1,
  })
})

it('nothing to show', () => {
  expect(shareSegments([], 0, 100, 5)).toEqual([])
  expect(shareSegments([{ value: 'a', count: 1 }], 1, 0, 5)).toEqual([])
})
