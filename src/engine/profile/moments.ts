import { type Block, countAt, type Distribution } from './distribution.ts'

const sliceLength = 64

/** Spread and shape of n values; null where they do not exist: `variance` needs 2 values, the shape 3 and 4 unequal. */
export type Moments = {
  std: number | null
  variance: number | null
  skewness: number | null
  kurtosis: number | null
}

/** Where the values lie: their extremes, and a centre near their mean from which distances are taken. */
export type Extent = { min: number; max: number; center: number }

/**
 * Sample standard deviation and variance (n - 1), skewness G1 and excess kurtosis G2 (Joanes and Gill, 1998). Distances
 * from the centre, scaled by a power of two so that no power overflows, are summed in slices and the slices with
 * compensation (Neumaier, 1974); the sums are then corrected for the distance between centre and mean.
 */
export async function momentsOf(distribution: Distribution, extent: Extent): Promise<Moments> {
  const { min, max, center } = extent
  const n = distribution.total
  if (n < 2) return { std: null, variance: null, skewness: null, kurtosis: null }
  if (min === max) return { std: 0, variance: 0, skewness: null, kurtosis: null }
  const scale = 2 ** -Math.max(-1000, Math.min(1020, Math.ceil(Math.log2(Math.max(max - center, center - min)))))
  const [s1, s2, s3, s4] = await powerSums(distribution, center, scale)
  const mean = s1 / n
  const m2 = s2 - n * mean ** 2
  const m3 = s3 - 3 * mean * s2 + 2 * n * mean ** 3
  const m4 = s4 - 4 * mean * s3 + 6 * mean ** 2 * s2 - 3 * n * mean ** 4
  const std = Math.sqrt(m2 / (n - 1)) / scale
  return {
    std: finiteOrNull(std),
    variance: finiteOrNull(m2 / (n - 1) / scale / scale),
    skewness: n < 3 ? null : finiteOrNull((Math.sqrt(n * (n - 1)) / (n - 2)) * (m3 / n / (m2 / n) ** 1.5)),
    kurtosis:
      n < 4 ? null : finiteOrNull(((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (m4 / n / (m2 / n) ** 2) - 3 * (n - 1))),
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

type PowerSums = [number, number, number, number]

async function powerSums(distribution: Distribution, center: number, scale: number): Promise<PowerSums> {
  const sums: PowerSums = [0, 0, 0, 0]
  const errors: PowerSums = [0, 0, 0, 0]
  for await (const block of distribution.blocks()) {
    for (let start = 0; start < block.places.length; start += sliceLength) {
      const slice = powerSumsOfSlice(block, start, center * scale, scale)
      slice.forEach((term, power) => {
        const sum = sums[power] as number
        const next = sum + term
        errors[power] =
          (errors[power] as number) + (Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum)
        sums[power] = next
      })
    }
  }
  return sums.map((sum, power) => sum + (errors[power] as number)) as PowerSums
}

/** Plain sums over a slice, short enough that their rounding errors stay below the fourteenth digit. */
function powerSumsOfSlice(block: Block, start: number, origin: number, scale: number): PowerSums {
  const { places, upTo } = block
  const end = Math.min(start + sliceLength, places.length)
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  for (let index = start; index < end; index++) {
    const d = (places[index] as number) * scale - origin
    const t1 = upTo ? d * countAt(block, index) : d
    const t2 = t1 * d
    const t3 = t2 * d
    s1 += t1
    s2 += t2
    s3 += t3
    s4 += t3 * d
  }
  return [s1, s2, s3, s4]
}
