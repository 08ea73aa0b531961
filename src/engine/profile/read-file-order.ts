import { type FileOrder, FileOrderSums } from './file-order.ts'
import type { ColumnWork } from './profiled-column.ts'
import type { DistributionSource } from './read-distribution.ts'

/** Where the `n` places of a column lie: near `center`, at most `reach` away from it, and how they vary. */
export type Extent = { n: number; center: number; reach: number; variance: number | null }

const leastReach = 1e-100
const mostReach = 1e100

/**
 * Reads the values once more, in the order of the file. DuckDB adds up the products of neighbours where no square leaves
 * the range of doubles; otherwise they are read and added up scaled.
 */
export async function readFileOrder(
  source: Omit<DistributionSource, 'isVaried'>,
  extent: Extent,
  work: ColumnWork,
): Promise<FileOrder> {
  const { reach, variance } = extent
  if (variance === 0) return { monotonic: null, autocorrelation: null }
  const isSafe = variance !== null && reach >= leastReach && reach <= mostReach
  return isSafe ? sumsOfNeighbours(source, { ...extent, variance }, work) : walkThrough(source, extent, work)
}

/** The sums are Kahan's (1965); the distances are corrected for the distance between centre and mean. */
async function sumsOfNeighbours(
  { from, value, wholePlace }: Omit<DistributionSource, 'isVaried'>,
  { n, center, variance }: Extent & { variance: number },
  { connection, signal }: ColumnWork,
): Promise<FileOrder> {
  const distance = (place: string) => `(${place} - '${center}'::DOUBLE)`
  const { rows } = await connection.query(
    `SELECT fsum(${distance('place')} * ${distance('before')}), fsum(${distance('place')} + ${distance('before')}),
      fsum(${distance('place')}), coalesce(bool_and(place >= before), true), coalesce(bool_and(place <= before), true)
      FROM (SELECT place, lag(place) OVER () AS before FROM (
        SELECT ${wholePlace} AS place FROM (SELECT ${value} AS v FROM ${from}) WHERE v IS NOT NULL) WHERE isfinite(place))`,
    { signal },
  )
  const [products, both, sum, isRising, isFalling] = rows[0] as [number, number, number, boolean, boolean]
  if (isRising && isFalling) return { monotonic: null, autocorrelation: null }
  const shift = sum / n
  const autocorrelation = (products - shift * both + (n - 1) * shift * shift) / (variance * (n - 1))
  return {
    monotonic: isRising ? 'increasing' : isFalling ? 'decreasing' : null,
    autocorrelation: Number.isFinite(autocorrelation) ? autocorrelation : null,
  }
}

async function walkThrough(
  { from, value, place, toPlaces }: Omit<DistributionSource, 'isVaried'>,
  { center, reach }: Extent,
  { connection, signal }: ColumnWork,
): Promise<FileOrder> {
  const sums = new FileOrderSums(center, reach)
  const sql = `SELECT ${place} FROM (SELECT ${value} AS v FROM ${from}) WHERE v IS NOT NULL`
  for await (const [block] of connection.numbers(sql, { signal })) sums.add(toPlaces(block as Float64Array))
  return sums.order
}
