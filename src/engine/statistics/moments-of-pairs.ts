import type { BlockVisitor } from '../duckdb.ts'
import type { Moments } from './pair-moments.ts'

/** Two columns by their places in the blocks. */
export type PairOfColumns = { x: number; y: number }

type Sums = { center: number; shift: number; scale: number; sum: number; largest: number }
type Walked = PairOfColumns & { n: number; ofX: Sums; ofY: Sums; xx: number; yy: number; xy: number }

/**
 * The moments of a few pairs, each about the means of the rows that both columns have, so that they are exact where those
 * rows vary far less than the columns do (Chan, Golub and LeVeque 1983, corrected two-pass). `walk` shows the same `rows`
 * each time it is called, in any order; `scales` has a factor for each column with which no difference overflows. The
 * distances of a pair are scaled, by which no correlation changes.
 */
export async function momentsOfPairs(
  pairs: readonly PairOfColumns[],
  scales: readonly number[],
  walk: (visitor: BlockVisitor) => Promise<void>,
): Promise<{ rows: number; moments: Moments[] }> {
  const begun = (column: number): Sums => ({
    ...{ center: Number.NaN, shift: scales[column] as number, scale: 1, sum: 0, largest: 0 },
  })
  const walked = pairs.map(({ x, y }): Walked => ({ x, y, n: 0, ofX: begun(x), ofY: begun(y), xx: 0, yy: 0, xy: 0 }))
  let rows = 0
  await walk((block) => {
    rows += block[0]?.length ?? 0
    for (const pair of walked) findMeans(pair, block)
  })
  for (const pair of walked) for (const sums of [pair.ofX, pair.ofY]) center(sums, pair.n)
  await walk((block) => {
    for (const pair of walked) addProducts(pair, block)
  })
  const moments = walked.map(({ n, ofX, ofY, xx, yy, xy }) => ({
    n,
    xx: Math.max(0, xx - (ofX.sum * ofX.sum) / n),
    yy: Math.max(0, yy - (ofY.sum * ofY.sum) / n),
    xy: xy - (ofX.sum * ofY.sum) / n,
  }))
  return { rows, moments }
}

function findMeans(pair: Walked, block: Float64Array[]): void {
  const { ofX, ofY } = pair
  const [xs, ys] = [block[pair.x] as Float64Array, block[pair.y] as Float64Array]
  for (let row = 0; row < xs.length; row++) {
    const [x, y] = [(xs[row] as number) * ofX.shift, (ys[row] as number) * ofY.shift]
    if (x - x !== 0 || y - y !== 0) continue
    if (pair.n++ === 0) {
      ofX.center = x
      ofY.center = y
    }
    const [dx, dy] = [x - ofX.center, y - ofY.center]
    ofX.sum += dx
    ofY.sum += dy
    if (Math.abs(dx) > ofX.largest) ofX.largest = Math.abs(dx)
    if (Math.abs(dy) > ofY.largest) ofY.largest = Math.abs(dy)
  }
}

function center(sums: Sums, n: number): void {
  sums.center += sums.sum / n
  sums.scale = sums.largest > 0 ? 2 ** -Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(sums.largest)))) : 1
  sums.sum = 0
}

function addProducts(pair: Walked, block: Float64Array[]): void {
  const { ofX, ofY } = pair
  const [xs, ys] = [block[pair.x] as Float64Array, block[pair.y] as Float64Array]
  let [sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0]
  for (let row = 0; row < xs.length; row++) {
    const dx = ((xs[row] as number) * ofX.shift - ofX.center) * ofX.scale
    const dy = ((ys[row] as number) * ofY.shift - ofY.center) * ofY.scale
    if (dx - dx !== 0 || dy - dy !== 0) continue
    sumX += dx
    sumY += dy
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  ofX.sum += sumX
  ofY.sum += sumY
  pair.xx += xx
  pair.yy += yy
  pair.xy += xy
}
