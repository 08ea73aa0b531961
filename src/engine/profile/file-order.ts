/** What the order of the values in the file says: whether they rise or fall throughout, and lag-1 autocorrelation. */
export type FileOrder = { monotonic: 'increasing' | 'decreasing' | null; autocorrelation: number | null }

const sliceLength = 64

/**
 * Follows values in the order of the file, nulls, infinities and NaN left out. `center` is a place near their mean, from
 * which distances are taken so that a large offset costs no digits; `reach` is the largest such distance.
 */
export class FileOrderSums {
  readonly #center: number
  readonly #scale: number
  readonly #first: number[] = []
  #last = Number.NaN
  #lastPlace = Number.NaN
  #count = 0
  #isRising = true
  #isFalling = true
  readonly #sum = new CompensatedSum()
  readonly #squares = new CompensatedSum()
  readonly #products = new CompensatedSum()

  constructor(center: number, reach: number) {
    this.#scale = reach > 0 ? 2 ** -Math.max(-1000, Math.min(1020, Math.ceil(Math.log2(reach)))) : 1
    this.#center = center * this.#scale
  }

  /** Takes the next values; what is not finite is skipped. */
  add(places: Float64Array): void {
    for (let start = 0; start < places.length; start += sliceLength) this.#addSlice(places, start)
  }

  #addSlice(places: Float64Array, start: number): void {
    const end = Math.min(start + sliceLength, places.length)
    const [scale, center] = [this.#scale, this.#center]
    let [sum, squares, products] = [0, 0, 0]
    let last = this.#last
    let lastPlace = this.#lastPlace
    let count = this.#count
    let [mayRise, mayFall] = [this.#isRising, this.#isFalling]
    for (let index = start; index < end; index++) {
      const place = places[index] as number
      if (place - place !== 0) continue
      const distance = place * scale - center
      if (count++ === 0) this.#first.push(distance)
      else {
        products += last * distance
        if (mayRise && place < lastPlace) mayRise = false
        if (mayFall && place > lastPlace) mayFall = false
      }
      sum += distance
      squares += distance * distance
      last = distance
      lastPlace = place
    }
    this.#last = last
    this.#lastPlace = lastPlace
    this.#count = count
    this.#isRising = mayRise
    this.#isFalling = mayFall
    this.#sum.add(sum)
    this.#squares.add(squares)
    this.#products.add(products)
  }

  /** The facts; a constant neither rises nor falls and has no autocorrelation. */
  get order(): FileOrder {
    const n = this.#count
    const [first] = this.#first
    if (first === undefined || (this.#isRising && this.#isFalling)) return { monotonic: null, autocorrelation: null }
    const shift = this.#sum.total / n
    const products = this.#products.total - shift * (2 * this.#sum.total - first - this.#last) + (n - 1) * shift * shift
    const autocorrelation = products / (this.#squares.total - n * shift * shift)
    return {
      monotonic: this.#isRising ? 'increasing' : this.#isFalling ? 'decreasing' : null,
      autocorrelation: Number.isFinite(autocorrelation) ? autocorrelation : null,
    }
  }
}

/** A sum that keeps what rounding takes away (Neumaier, 1974). */
class CompensatedSum {
  #sum = 0
  #error = 0

  add(term: number): void {
    const next = this.#sum + term
    this.#error += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum
    this.#sum = next
  }

  get total(): number {
    return this.#sum + this.#error
  }
}

/** The file order of values that are all in memory. */
export function fileOrderOf(places: Float64Array): FileOrder {
  const share = 1 / places.length
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    if (place < min) min = place
    if (place > max) max = place
    sum += place * share
  }
  const center = Number.isFinite(sum) ? Math.min(Math.max(sum, min), max) : min / 2 + max / 2
  const sums = new FileOrderSums(center, Math.max(max / 2 - center / 2, center / 2 - min / 2) * 2)
  sums.add(places)
  return sums.order
}
