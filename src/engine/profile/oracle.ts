/** Statistics of a column as a slow, obvious computation over all its values; for tests alone. */

/** The profile of plain numbers, all finite. */
export function oracleOf(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const mean = exactSum(values) / n
  const power = (p: number) => exactSum(values.map((value) => (value - mean) ** p))
  const variance = n > 1 ? power(2) / (n - 1) : null
  const std = variance === null ? null : Math.sqrt(variance)
  const isSpread = sorted[0] !== sorted[n - 1]
  const cubes = std === null ? 0 : exactSum(values.map((value) => ((value - mean) / std) ** 3))
  const fourths = std === null ? 0 : exactSum(values.map((value) => ((value - mean) / std) ** 4))
  const median = quantile(sorted, 0.5)
  const q1 = quantile(sorted, 0.25)
  const q3 = quantile(sorted, 0.75)
  const outside = values.filter((value) => value < q1 - 1.5 * (q3 - q1) || value > q3 + 1.5 * (q3 - q1))
  return {
    distinct_count: new Set(values).size,
    min: sorted[0],
    max: sorted[n - 1],
    mean,
    std,
    variance,
    sum: exactSum(values),
    median,
    quantiles: {
      p01: quantile(sorted, 0.01),
      p05: quantile(sorted, 0.05),
      p25: q1,
      p50: median,
      p75: q3,
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
    },
    mad: quantile(
      values.map((value) => Math.abs(value - median)).sort((a, b) => a - b),
      0.5,
    ),
    skewness: n > 2 && isSpread ? (n / ((n - 1) * (n - 2))) * cubes : null,
    kurtosis:
      n > 3 && isSpread
        ? ((n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3))) * fourths - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3))
        : null,
    zero_count: values.filter((value) => value === 0).length,
    negative_count: values.filter((value) => value < 0).length,
    integers_only: values.every((value) => Number.isInteger(value)),
    range: (sorted[n - 1] as number) - (sorted[0] as number),
    iqr: q3 - q1,
    outlier_count: outside.length,
  }
}

/** The most frequent values, of equally frequent ones the first in the given order. */
export function oracleTop<T>(values: readonly T[], order: (a: T, b: T) => number): { value: T; count: number }[] {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const top = [...counts].map(([value, count]) => ({ value, count }))
  return top.sort((a, b) => b.count - a.count || order(a.value, b.value)).slice(0, 10)
}

function quantile(sorted: readonly number[], p: number): number {
  const rank = (sorted.length - 1) * p
  const lower = sorted[Math.floor(rank)] as number
  const upper = sorted[Math.ceil(rank)] as number
  return lower + (upper - lower) * (rank - Math.floor(rank))
}

/** Every double is a whole number of 2^-1074, so the sum is exact and rounded once. */
function exactSum(values: readonly number[]): number {
  const units = values.reduce((sum, value) => sum + unitsOf(value), 0n)
  return rounded(units)
}

const bits = new DataView(new ArrayBuffer(8))

function unitsOf(value: number): bigint {
  bits.setFloat64(0, value)
  const word = bits.getBigUint64(0)
  const exponent = (word >> 52n) & 0x7ffn
  const fraction = word & 0xfffffffffffffn
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n)
  return word >> 63n ? -magnitude : magnitude
}

function rounded(units: bigint): number {
  const magnitude = units < 0n ? -units : units
  const excess = Math.max(0, magnitude.toString(2).length - 64)
  const top = (magnitude >> BigInt(excess)) | (magnitude & ((1n << BigInt(excess)) - 1n) ? 1n : 0n)
  let number = Number(top)
  for (let power = excess - 1074; power !== 0; ) {
    const step = Math.max(-1000, Math.min(1000, power))
    number *= 2 ** step
    power -= step
  }
  return units < 0n ? -number : number
}
