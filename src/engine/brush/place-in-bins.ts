/** Writes the slot of each number of a block; a number that is in none gets the number of slots. */
export type Place = (numbers: Float64Array, slots: Int32Array) => void

const cells = 4096

/**
 * Places numbers between edges that ascend: lower <= number < upper, the last bin closed, NaN in none. The range is cut
 * into equal cells; as rounding keeps the order of numbers, one in a cell is in no bin below the lowest of that cell
 * and in none above the lowest of the next, and comparisons decide among the few between.
 */
export function placeInBins(edges: readonly number[]): Place {
  const bounds = Float64Array.from(edges)
  const [first, last] = [edges[0] as number, edges.at(-1) as number]
  const cellsPerUnit = cells / (last - first)
  const factor = Number.isFinite(cellsPerUnit) ? cellsPerUnit : 0
  const lowest = lowestBins(bounds, factor)
  // No number passes the end of the last bin: it is either in it or outside.
  bounds[edges.length - 1] = Number.POSITIVE_INFINITY
  const bins = { first, last, factor, bounds, lowest }
  return (numbers, slots) => place(bins, numbers, slots)
}

type Bins = { first: number; last: number; factor: number; bounds: Float64Array; lowest: Uint16Array }

function place({ first, last, factor, bounds, lowest }: Bins, numbers: Float64Array, slots: Int32Array): void {
  const none = bounds.length - 1
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] as number
    if (number >= first && number <= last) {
      const cell = ((number - first) * factor) | 0
      const low = lowest[cell] as number
      const isBeyond = number >= (bounds[low + 1] as number)
      slots[row] = isBeyond ? lastPassed(bounds, number, low + 1, lowest[cell + 1] as number) : low
    } else slots[row] = none
  }
}

/** The last edge from one to another that a number has passed; it has passed the first of them. */
function lastPassed(bounds: Float64Array, number: number, from: number, until: number): number {
  let [low, high] = [from, until]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (number >= (bounds[middle] as number)) low = middle
    else high = middle - 1
  }
  return low
}

/** Of each cell the lowest bin that reaches into it. */
function lowestBins(bounds: Float64Array, factor: number): Uint16Array {
  const lastBin = bounds.length - 2
  const ends = bounds.subarray(1).map((end) => ((end - (bounds[0] as number)) * factor) | 0)
  let bin = 0
  return Uint16Array.from({ length: cells + 2 }, (_, cell) => {
    while (bin < lastBin && (ends[bin] as number) < cell) bin++
    return bin
  })
}
