import { sortDoubles } from '../profile/sort-doubles.ts'

/** The different values of some numbers, ascending, and how many numbers lie below each and at it. */
type Places = { values: Float64Array; below: Float64Array; counts: Float64Array }

function placesOf(values: Float64Array): Places {
  const sorted = Float64Array.from(values, (value) => value + 0)
  sortDoubles(sorted)
  const starts: number[] = []
  for (let index = 0; index < sorted.length; index++) {
    if (index === 0 || sorted[index] !== sorted[index - 1]) starts.push(index)
  }
  return {
    values: Float64Array.from(starts, (start) => sorted[start] as number),
    below: Float64Array.from(starts),
    counts: Float64Array.from(starts, (start, index) => (starts[index + 1] ?? sorted.length) - start),
  }
}

function indexIn(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The ranks of finite numbers from 1; equal numbers share the mean of their ranks. */
export function ranksOf(values: Float64Array): Float64Array {
  const places = placesOf(values)
  return values.map((value) => {
    const place = indexIn(places.values, value)
    return (places.below[place] as number) + ((places.counts[place] as number) + 1) / 2
  })
}

/** The places of finite numbers among the different ones, from 0, and how many numbers stand at each place. */
export type DenseRanks = { ranks: Float64Array; counts: Float64Array }

/** The places of finite numbers. */
export function denseRanks(values: Float64Array): DenseRanks {
  const places = placesOf(values)
  return { ranks: values.map((value) => indexIn(places.values, value)), counts: places.counts }
}
