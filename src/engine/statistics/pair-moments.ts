import { createProductBlock, type ProductBlock, rowsPerBlock } from './product-block.ts'

const [n, meanX, meanY, xx, yy, xy] = [0, 1, 2, 3, 4, 5]
const fieldCount = 6
const nothing = { sum: 0, squares: 0 }
const rowsPerJoin = 16_384

/** The sums of squares and products of two columns about their means, over the `n` rows that have both. */
export type Moments = { n: number; xx: number; yy: number; xy: number }

/**
 * The moments of every pair of columns, each over the rows that have both, from blocks of rows that are seen once.
 * Distances are taken from the mean of the first block, so that a large offset costs no digits, and blocks are joined as
 * Chan, Golub and LeVeque (1983) do, complete ones 16,384 rows at a time. What is not finite is left out.
 */
export class PairMoments {
  readonly #columnCount: number
  #rowCount = 0
  #rowsToJoin = 0
  readonly #block: ProductBlock
  readonly #centers: Float64Array
  readonly #totals: Float64Array
  readonly #blockTotals: Float64Array
  readonly #squares: Float64Array
  readonly #none: Uint16Array[]
  readonly #nulls: Uint16Array[]
  readonly #masks: Uint32Array[]
  readonly #varies: boolean[]
  readonly #overflows: boolean[]
  readonly #sums: Float64Array

  constructor(columnCount: number) {
    this.#columnCount = columnCount
    this.#block = createProductBlock(columnCount)
    this.#centers = new Float64Array(columnCount).fill(Number.NaN)
    this.#totals = new Float64Array(columnCount)
    this.#blockTotals = new Float64Array(columnCount)
    this.#squares = new Float64Array(columnCount)
    this.#none = new Array(columnCount).fill(new Uint16Array())
    this.#nulls = [...this.#none]
    this.#masks = Array.from({ length: columnCount }, () => new Uint32Array(rowsPerBlock / 32))
    this.#varies = new Array(columnCount).fill(false)
    this.#overflows = new Array(columnCount).fill(false)
    this.#sums = new Float64Array(columnCount * columnCount * fieldCount)
  }

  /** Takes the next rows, at most 2,048; null is NaN. */
  add(columns: readonly Float64Array[]): void {
    const rowCount = columns[0]?.length ?? 0
    columns.forEach((column, index) => {
      this.#place(column, index)
    })
    this.#rowCount += rowCount
    const isComplete = this.#nulls.every(({ length }) => length === 0)
    if (!isComplete) this.#join(this.#none)
    this.#block.multiply(rowCount)
    for (let x = 0; x < this.#columnCount; x++)
      this.#totals[x] = (this.#totals[x] as number) + (this.#blockTotals[x] as number)
    this.#rowsToJoin += rowCount
    if (!isComplete || this.#rowsToJoin >= rowsPerJoin) this.#join(this.#nulls)
  }

  /** How many rows were taken. */
  get rows(): number {
    return this.#rowCount
  }

  /** The moments of columns x <= y. */
  of(x: number, y: number): Moments {
    this.#join(this.#none)
    const at = (y * this.#columnCount + x) * fieldCount
    const [count, , , squaresX, squaresY, products] = this.#sums.subarray(at, at + fieldCount) as unknown as number[]
    return { n: count as number, xx: squaresX as number, yy: squaresY as number, xy: products as number }
  }

  /** The sum of the squares of a column about its mean. */
  squares(column: number): number {
    return this.of(column, column).xx
  }

  /** The mean of those squares. */
  variance(column: number): number {
    const { n, xx } = this.of(column, column)
    return xx / n
  }

  /** True where a column has two different values. */
  varies(column: number): boolean {
    return this.#varies[column] as boolean
  }

  /** True where the distance of two values was too large for a double. */
  overflows(column: number): boolean {
    return this.#overflows[column] as boolean
  }

  /** Writes the distances of a column from its centre, 0 for what is not there. */
  #place(column: Float64Array, index: number): void {
    const target = this.#block.columns[index] as Float64Array
    if (Number.isNaN(this.#centers[index])) this.#centers[index] = centerOf(column)
    const center = this.#centers[index] as number
    let sum = 0
    let missing = 0
    for (let row = 0; row < column.length; row++) {
      const distance = (column[row] as number) - center
      if (distance - distance === 0) {
        target[row] = distance
        sum += distance
      } else {
        target[row] = 0
        missingRows[missing++] = row
      }
    }
    this.#blockTotals[index] = sum
    this.#varies[index] ||= sum !== 0 || target.subarray(0, column.length).some((distance) => distance !== 0)
    this.#nulls[index] = missingRows.slice(0, missing)
    if (missing > 0) this.#noteMissing(column, index)
  }

  #noteMissing(column: Float64Array, index: number): void {
    const mask = this.#masks[index] as Uint32Array
    mask.fill(0)
    for (const row of this.#nulls[index] as Uint16Array) {
      mask[row >>> 5] = (mask[row >>> 5] as number) | (1 << (row & 31))
      if (Number.isFinite(column[row])) this.#overflows[index] = true
    }
  }

  /** Joins what was multiplied: complete rows, or one block that lacks these. */
  #join(nulls: readonly Uint16Array[]): void {
    if (this.#rowsToJoin === 0) return
    for (let x = 0; x < this.#columnCount; x++) this.#squares[x] = this.#block.product(x, x)
    for (let y = 0; y < this.#columnCount; y++) {
      for (let x = 0; x <= y; x++) this.#joinPair(x, y, nulls[x] as Uint16Array, nulls[y] as Uint16Array)
    }
    this.#block.clear()
    this.#totals.fill(0)
    this.#rowsToJoin = 0
  }

  /** What rows that lack one of the two have added is taken away again. */
  #joinPair(x: number, y: number, nullsX: Uint16Array, nullsY: Uint16Array): void {
    const inBoth = nullsX.length > 0 && nullsY.length > 0 ? this.#missingInBoth(x, y) : 0
    const both = this.#rowsToJoin - nullsX.length - nullsY.length + inBoth
    if (both === 0) return
    const lostX = nullsY.length === 0 ? nothing : sumsAt(this.#block.columns[x] as Float64Array, nullsY)
    const lostY = nullsX.length === 0 ? nothing : sumsAt(this.#block.columns[y] as Float64Array, nullsX)
    const shiftX = ((this.#totals[x] as number) - lostX.sum) / both
    const shiftY = ((this.#totals[y] as number) - lostY.sum) / both
    const sums = this.#sums
    const at = (y * this.#columnCount + x) * fieldCount
    const known = sums[at + n] as number
    const share = both / (known + both)
    const [dx, dy] = [shiftX - (sums[at + meanX] as number), shiftY - (sums[at + meanY] as number)]
    const ownX = (this.#squares[x] as number) - lostX.squares - both * shiftX * shiftX
    const ownY = (this.#squares[y] as number) - lostY.squares - both * shiftY * shiftY
    sums[at + n] = known + both
    sums[at + meanX] = (sums[at + meanX] as number) + dx * share
    sums[at + meanY] = (sums[at + meanY] as number) + dy * share
    sums[at + xx] = (sums[at + xx] as number) + ownX + dx * dx * known * share
    sums[at + yy] = (sums[at + yy] as number) + ownY + dy * dy * known * share
    sums[at + xy] =
      (sums[at + xy] as number) + this.#block.product(x, y) - both * shiftX * shiftY + dx * dy * known * share
  }

  #missingInBoth(x: number, y: number): number {
    const [maskX, maskY] = [this.#masks[x] as Uint32Array, this.#masks[y] as Uint32Array]
    let count = 0
    for (let word = 0; word < maskX.length; word++) count += bitsIn((maskX[word] as number) & (maskY[word] as number))
    return count
  }
}

const missingRows = new Uint16Array(rowsPerBlock)

/** The mean of the finite numbers, a constant exactly; NaN where there are none. */
function centerOf(values: Float64Array): number {
  const first = values.find(Number.isFinite) ?? Number.NaN
  let [sum, count] = [0, 0]
  for (const value of values) {
    if (!Number.isFinite(value - first)) continue
    sum += value - first
    count++
  }
  const center = first + sum / count
  return Number.isFinite(center) ? center : first
}

function sumsAt(values: Float64Array, rows: Uint16Array): { sum: number; squares: number } {
  let [sum, squares] = [0, 0]
  for (let index = 0; index < rows.length; index++) {
    const value = values[rows[index] as number] as number
    sum += value
    squares += value * value
  }
  return { sum, squares }
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
