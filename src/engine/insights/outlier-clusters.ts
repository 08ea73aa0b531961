import type { ColumnProfile } from '../../shared/profile.ts'
import type { Candidate, Examined } from './examined.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, said } from './insight-words.ts'
import { type Measure, type Sample, sortedValues } from './read-sample.ts'

/** Values that lie together far from all others, with a wide gap between; single extreme values are no cluster. */
export function outlierClusters({ measures }: Sample): Examined[] {
  return measures
    .filter(({ profile }) => profile.sentinels.length === 0 && profile.quantiles !== null)
    .flatMap((measure) => [examine(measure, 1), examine(measure, -1)])
}

type Gap = { count: number; gap: number; edge: number; next: number }

function examine(measure: Measure, side: 1 | -1): Examined {
  const sorted = side === 1 ? sortedValues(measure.values) : sortedValues(measure.values.map((value) => -value))
  const n = sorted.length
  const at = (share: number) => sorted[Math.round((n - 1) * share)] as number
  const [median, q3] = [at(0.5), at(0.75)]
  const spread = q3 - at(0.25)
  const most = Math.floor(n * limits.cluster_share)
  if (n < limits.insight_rows || !(spread > 0) || most < limits.cluster_values) return { pValue: null }
  let best: Gap | undefined
  for (let count = limits.cluster_values; count <= most; count++) {
    const [edge, next] = [sorted[n - count] as number, sorted[n - count - 1] as number]
    const gap = edge - next
    if (gap > (best?.gap ?? 0)) best = { count, gap, edge, next }
  }
  if (!best) return { pValue: 1 }
  const pValue = Math.min(1, (most - limits.cluster_values + 1) * chanceOfGap(sorted, best, median, q3))
  const isFar = best.edge > q3 + limits.cluster_gap * spread && best.gap >= limits.cluster_gap * spread
  if (!isFar || (sorted[n - 1] as number) - best.edge > best.gap) return { pValue }
  return { pValue, candidate: candidateOf(measure, side, best, scoreOf(sorted, best.count)) }
}

/**
 * How probable such a gap above the largest of the rest is in an exponential tail, and in that of a power law (Hill
 * 1975); the larger one counts, so that no long tail makes clusters of its own.
 */
function chanceOfGap(sorted: Float64Array, { count, gap, edge, next }: Gap, median: number, q3: number): number {
  let [n, excess, logExcess] = [0, 0, 0]
  for (let index = sorted.length - count - 1; index >= 0; index--) {
    const value = sorted[index] as number
    if (value <= q3) break
    n++
    excess += value - q3
    logExcess += Math.log((value - median) / (q3 - median))
  }
  if (n === 0) return 1
  const exponential = Math.exp((-count * gap * n) / excess)
  const power = q3 > median ? Math.exp((-count * Math.log((edge - median) / (next - median)) * n) / logExcess) : 1
  return Math.max(exponential, power)
}

/** The part of the spread that lies between the cluster and the rest, as a root. */
function scoreOf(sorted: Float64Array, count: number): number {
  const [rest, cluster] = [sorted.subarray(0, -count), sorted.subarray(-count)]
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mean, low, high] = [meanOf(sorted), meanOf(rest), meanOf(cluster)]
  const between = rest.length * (low - mean) ** 2 + cluster.length * (high - mean) ** 2
  return Math.sqrt(between / sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0))
}

function candidateOf({ profile, sql: value }: Measure, side: 1 | -1, { edge, next }: Gap, score: number): Candidate {
  const cut = side * roundWithin(next, edge)
  const isAbove = side === 1
  const [of, rest] = isAbove ? [`v >= ${cut}`, `v < ${cut}`] : [`v <= ${cut}`, `v > ${cut}`]
  return {
    ...{ code: 'outlier_cluster', columns: [profile.name], subject: profile.name, score },
    filter: { column: profile.name, op: isAbove ? 'gte' : 'lte', value: cut },
    chart: { mark: 'histogram', x: { column: profile.name, bin: true }, aggregate: 'count' },
    sql: `SELECT count(*) FILTER (${of}) AS n, min(v) FILTER (${of}) AS smallest, max(v) FILTER (${of}) AS largest,
  ${isAbove ? 'max' : 'min'}(v) FILTER (${rest}) AS end_of_the_rest, count(v) AS n_of_all
FROM (SELECT ${value} AS v FROM data)`,
    tell: ([row]) => {
      const [n, smallest, largest, end, all] = (row ?? []).map(Number) as [number, number, number, number, number]
      const gap = isAbove ? smallest - end : end - largest
      if (n === 0 || n > all * limits.cluster_share || gap < spreadOf(profile) * limits.cluster_gap) return undefined
      const where = isAbove ? 'above' : 'below'
      const text = `${counted(n)} values of ${named(profile.name)} lie together far ${where} all others: from ${said(smallest)} to ${said(largest)}, while the rest ends at ${said(end)} (n = ${counted(all)}).`
      return { text, points: [] }
    },
  }
}

function spreadOf({ quantiles }: ColumnProfile): number {
  return (quantiles?.p75 ?? 0) - (quantiles?.p25 ?? 0)
}

/** A number between two others, with as few digits as it can. */
function roundWithin(low: number, high: number): number {
  const middle = low / 2 + high / 2
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(middle.toPrecision(digits))
    if (rounded > low && rounded < high) return rounded
  }
  return middle
}
