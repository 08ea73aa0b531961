const bucketCount = 2 ** 11
const lowest = bucketCount - 1

const digitsAtFirst = 4
const movesPerValue = 8

/**
 * Sorts finite doubles in place, ascending, by the digits of their bits: for millions of numbers several times as fast
 * as comparing them. The highest digits that differ leave most numbers at most a few places from where they belong; the
 * other digits are sorted by only where they do not. There must be no NaN and no -0.
 */
export function sortDoubles(values: Float64Array): void {
  if (isAscending(values)) return
  if (values.length < 4096) {
    values.sort()
    return
  }
  const spare = new Float64Array(values.length)
  const digits = digitCounts(values).filter(([, , buckets]) => !buckets.includes(values.length))
  sortByDigits(values, spare, digits.slice(-digitsAtFirst))
  if (!sortByInsertion(values)) sortByDigits(values, spare, digits)
}

function sortByDigits(values: Float64Array, spare: Float64Array, digits: DigitCounts[]): void {
  let [source, target] = [values, spare]
  for (const [word, shift, buckets] of digits) {
    moveByDigit(source, target, word, shift, startsOf(buckets))
    ;[source, target] = [target, source]
  }
  negativesFirst(source, values, target)
}

/** Moves each number down to where it belongs; gives up, and says so, where that takes many moves. */
function sortByInsertion(values: Float64Array): boolean {
  let movesLeft = values.length * movesPerValue
  for (let index = 1; index < values.length; index++) {
    const value = values[index] as number
    if ((values[index - 1] as number) <= value) continue
    let at = index
    while (at > 0 && (values[at - 1] as number) > value) {
      values[at] = values[at - 1] as number
      at--
    }
    values[at] = value
    movesLeft -= index - at
    if (movesLeft < 0) return false
  }
  return true
}

function isAscending(values: Float64Array): boolean {
  for (let index = 1; index < values.length; index++) {
    if ((values[index - 1] as number) > (values[index] as number)) return false
  }
  return true
}

type DigitCounts = [word: 0 | 1, shift: number, buckets: Uint32Array]

/** How many values have each digit, from the lowest of the six digits to the highest. Doubles are little-endian here. */
function digitCounts(values: Float64Array): DigitCounts[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  const counts = Array.from({ length: 6 }, () => new Uint32Array(bucketCount))
  const [a, b, c, d, e, f] = counts as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array]
  for (let index = 0; index < words.length; index += 2) {
    const low = words[index] as number
    const high = words[index + 1] as number
    addOne(a, low & lowest)
    addOne(b, (low >>> 11) & lowest)
    addOne(c, low >>> 22)
    addOne(d, high & lowest)
    addOne(e, (high >>> 11) & lowest)
    addOne(f, high >>> 22)
  }
  return counts.map((buckets, digit) => [digit < 3 ? 0 : 1, (digit % 3) * 11, buckets])
}

/** Adds one to a count and returns what it was. */
function addOne(counts: Uint32Array, index: number): number {
  const count = counts[index] as number
  counts[index] = count + 1
  return count
}

function startsOf(buckets: Uint32Array): Uint32Array {
  let start = 0
  return buckets.map((count) => {
    start += count
    return start - count
  })
}

function moveByDigit(source: Float64Array, target: Float64Array, word: 0 | 1, shift: number, next: Uint32Array): void {
  const words = new Uint32Array(source.buffer, source.byteOffset, source.length * 2)
  for (let index = 0, at = word as number; index < source.length; index++, at += 2) {
    const digit = ((words[at] as number) >>> shift) & lowest
    target[addOne(next, digit)] = source[index] as number
  }
}

/** Bits order negative numbers after the others and backwards; this writes them in order into `values`. */
function negativesFirst(sorted: Float64Array, values: Float64Array, spare: Float64Array): void {
  let firstNegative = sorted.length
  while (firstNegative > 0 && (sorted[firstNegative - 1] as number) < 0) firstNegative--
  const inOrder = sorted === values ? spare : values
  inOrder.set(sorted.subarray(firstNegative).reverse(), 0)
  inOrder.set(sorted.subarray(0, firstNegative), sorted.length - firstNegative)
  if (inOrder !== values) values.set(inOrder)
}
