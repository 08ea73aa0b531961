import type { Blocks } from './distribution.ts'

/** Spread and shape of n values; null where they do not exist: `variance` needs 2 values, the shape 3 and 4 unequal. */
export type Moments = {
  std: number | null
  variance: number | null
  skewness: number | null
  kurtosis: number | null
}

/** Where the values lie: their extremes, and a centre near their mean from which distances are taken. */
export type Extent = { min: number; max: number; center: number; total: number }

/**
 * Sample standard deviation and variance (n - 1), skewness G1 and excess kurtosis G2 (Joanes and Gill, 1998). Distances
 * from the centre are summed with compensation (Neumaier, 1974), scaled by a power of two so that no power overflows,
 * and corrected for the distance between centre and mean.
 */
export async function momentsOf(blocks: Blocks, extent: Extent): Promise<Moments> {
  const { min, max, center, total: n } = extent
  if (n < 2) return { std: null, variance: null, skewness: null, kurtosis: null }
  if (min === max) return { std: 0, variance: 0, skewness: null, kurtosis: null }
  const scale = 2 ** -Math.min(1020, Math.ceil(Math.log2(Math.max(max - center, center - min))))
  const [s1, s2, s3, s4] = await powerSums(blocks, center, scale)
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

async function powerSums(blocks: Blocks, center: number, scale: number): Promise<[number, number, number, number]> {
  const origin = center * scale
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let e1 = 0
  let e2 = 0
  let e3 = 0
  let e4 = 0
  for await (const { places, counts } of blocks) {
    for (let index = 0; index < places.length; index++) {
      const count = counts[index] as number
      const d = (places[index] as number) * scale - origin
      const d2 = d * d
      const t1 = d * count
      const t2 = d2 * count
      const t3 = t1 * d2
      const t4 = t2 * d2
      const n1 = s1 + t1
      e1 += Math.abs(s1) >= Math.abs(t1) ? s1 - n1 + t1 : t1 - n1 + s1
      s1 = n1
      const n2 = s2 + t2
      e2 += s2 >= t2 ? s2 - n2 + t2 : t2 - n2 + s2
      s2 = n2
      const n3 = s3 + t3
      e3 += Math.abs(s3) >= Math.abs(t3) ? s3 - n3 + t3 : t3 - n3 + s3
      s3 = n3
      const n4 = s4 + t4
      e4 += s4 >= t4 ? s4 - n4 + t4 : t4 - n4 + s4
      s4 = n4
    }
  }
  return [s1 + e1, s2 + e2, s3 + e3, s4 + e4]
}
