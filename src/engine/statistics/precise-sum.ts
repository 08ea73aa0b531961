const sliceLength = 64

/** The sum of `term(0)` to `term(length - 1)`: plain in slices of 64, and over the slices with compensation (Neumaier, 1974). */
export function preciseSum(length: number, term: (index: number) => number): number {
  let sum = 0
  let error = 0
  for (let start = 0; start < length; start += sliceLength) {
    let slice = 0
    const end = Math.min(start + sliceLength, length)
    for (let index = start; index < end; index++) slice += term(index)
    const next = sum + slice
    error += Math.abs(sum) >= Math.abs(slice) ? sum - next + slice : slice - next + sum
    sum = next
  }
  return sum + error
}

/** The mean of numbers, as exact as the doubles allow: the mean of the distances from a first mean is added to it. */
export function meanOf(values: Float64Array): number {
  const rough = preciseSum(values.length, (index) => (values[index] as number) / values.length)
  return rough + preciseSum(values.length, (index) => (values[index] as number) - rough) / values.length
}

/**
 * The distances of numbers from their mean. Where a double holds the mean so roughly that squares of the distances would
 * show it, what is left of their sum is taken away too.
 */
export function distancesFromMean(values: Float64Array): Float64Array {
  const mean = meanOf(values)
  const distances = values.map((value) => value - mean)
  const rest = preciseSum(distances.length, (index) => distances[index] as number) / distances.length
  const isRough = distances.length * rest * rest > dotProduct(distances, distances) * 2 ** -54
  return isRough ? distances.map((distance) => distance - rest) : distances
}

/** The sum of the products of two lists of numbers of the same length, in slices as `preciseSum`. */
export function dotProduct(x: Float64Array, y: Float64Array): number {
  let sum = 0
  let error = 0
  for (let start = 0; start < x.length; start += sliceLength) {
    let slice = 0
    const end = Math.min(start + sliceLength, x.length)
    for (let index = start; index < end; index++) slice += (x[index] as number) * (y[index] as number)
    const next = sum + slice
    error += Math.abs(sum) >= Math.abs(slice) ? sum - next + slice : slice - next + sum
    sum = next
  }
  return sum + error
}

const usualSize = 2 ** 300

/**
 * A power of two that brings numbers whose squares a double could not hold to a size of about 1; 1 for numbers of usual
 * size, which come back with the very digits that they had.
 */
export function scaleOf(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0 || (largest < usualSize && largest > 1 / usualSize)) return 1
  return 2 ** -Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(largest))))
}
