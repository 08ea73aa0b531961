import { describe, expect, it } from 'vitest'
import { type Bin, barAt, histogramBars } from './histogram-bars.ts'

const bins: Bin[] = [
  { lower: 0, upper: 10, count: 1 },
  { lower: 10, upper: 20, count: 1000 },
  { lower: 20, upper: 40, count: 0 },
]

describe('the bars of a histogram', () => {
  const bars = histogramBars(bins, 100, 36)

  it('begin at zero and never hide a bin that has rows', () => {
    expect(bars.map(({ height }) => height)).toEqual([1, 36, 0])
  })

  it('stand on their bounds, also when bins are not equally wide', () => {
    expect(bars.map(({ slotLeft, slotRight }) => [slotLeft, slotRight])).toEqual([
      [0, 25],
      [25, 50],
      [50, 100],
    ])
  })

  it('are found under the pointer', () => {
    expect([-5, 0, 24, 25, 99, 100, 500].map((x) => barAt(bars, x)?.bin.lower)).toEqual([0, 0, 0, 10, 20, 20, 20])
  })
})

it('a single value fills the drawing', () => {
  expect(histogramBars([{ lower: 5, upper: 5, count: 9 }], 80, 20)).toMatchObject([
    { slotLeft: 0, slotRight: 80, height: 20 },
  ])
})

it('moments stand on a line of time', () => {
  const bars = histogramBars(
    [
      { lower: '2024-01-01', upper: '2024-01-02', count: 2 },
      { lower: '2024-01-02', upper: '2024-01-05', count: 1 },
    ],
    40,
    10,
  )
  expect(bars.map(({ slotRight }) => slotRight)).toEqual([10, 40])
})

it('no bins, or bounds that are no moments, have no bars', () => {
  expect(histogramBars([], 80, 20)).toEqual([])
  expect(histogramBars([{ lower: 'x', upper: 'y', count: 1 }], 80, 20)).toEqual([])
  expect(barAt([], 3)).toBeUndefined()
})
