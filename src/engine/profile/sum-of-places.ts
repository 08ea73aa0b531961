import { type Block, countAt } from './distribution.ts'

const half = 2 ** 26
const flushAt = 2 ** 52
const manyAt = 2 ** 25

/** Adds up places that are whole numbers below 2^53, exactly, however many there are. */
export class WholeSum {
  #total = 0n

  add(block: Block): void {
    const { places } = block
    let high = 0
    let low = 0
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      const count = countAt(block, index)
      if (count > manyAt) {
        this.#total += BigInt(place) * BigInt(count)
        continue
      }
      const upper = Math.floor(place / half)
      high += upper * count
      low += (place - upper * half) * count
      if (Math.abs(high) > flushAt || low > flushAt) {
        this.#flush(high, low)
        high = 0
        low = 0
      }
    }
    this.#flush(high, low)
  }

  get total(): bigint {
    return this.#total
  }

  #flush(high: number, low: number): void {
    this.#total += BigInt(high) * BigInt(half) + BigInt(low)
  }
}

const splitter = 2 ** 27 + 1
const hugeAt = 2 ** 900
const shrinking = 2 ** -100

/**
 * Adds up places that are doubles with about 106 bits: every product and sum keeps its rounding error (the two-sum of
 * Knuth and the two-product of Dekker, 1971). `largest` is the greatest magnitude that will come.
 */
export class DoubleSum {
  #high = 0
  #low = 0
  readonly #scale: number

  constructor(largest: number) {
    this.#scale = largest > hugeAt ? shrinking : 1
  }

  add(block: Block): void {
    const { places } = block
    let high = this.#high
    let low = this.#low
    for (let index = 0; index < places.length; index++) {
      const place = (places[index] as number) * this.#scale
      const count = countAt(block, index)
      const term = place * count
      if (count !== 1) low += productError(place, count, term)
      const sum = high + term
      const added = sum - high
      low += high - (sum - added) + (term - added)
      high = sum
    }
    this.#high = high
    this.#low = low
  }

  /** The sum, or null when a double cannot hold it. */
  get total(): number | null {
    const total = (this.#high + this.#low) / this.#scale
    return Number.isFinite(total) ? total : null
  }

  /** The sum divided by `count`, which exists also where the sum does not. */
  mean(count: number): number {
    return (this.#high + this.#low) / count / this.#scale
  }
}

function productError(a: number, b: number, product: number): number {
  const aWide = a * splitter
  const aHigh = aWide - (aWide - a)
  const aLow = a - aHigh
  const bWide = b * splitter
  const bHigh = bWide - (bWide - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
