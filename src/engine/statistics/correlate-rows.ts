import type { Table, TableColumn } from '../query/open-table.ts'
import { type Association, pearsonOfMoments } from './association.ts'
import { momentsOfPairs } from './moments-of-pairs.ts'
import { type Moments, PairMoments } from './pair-moments.ts'

/** Pearson's correlations of columns, by name, each over the `n` rows that have both, of at least `rows`. */
export type Correlated = {
  rows: number
  of(x: string, y: string): Association & { n: number }
  varies(column: string): boolean
}

const [shrinking, growing] = ['::DOUBLE * 1e-160', '::DOUBLE * 1e160']
const [leastSquares, mostSquares] = [1e-200, 1e200]
const leastShare = 1e-5

/**
 * Pearson's correlation of every pair of numeric columns, in one walk over the rows that `where` leaves. Columns whose
 * squares no double holds are scaled and walked over again, and so are pairs whose common rows hardly vary: those on one
 * row in k where pairs times rows are more than `mostReread`.
 */
export async function correlateRows(
  table: Table,
  columns: readonly TableColumn[],
  where: string,
  signal: AbortSignal | undefined,
  mostReread = 5e8,
): Promise<Correlated> {
  const expressions = columns.map(({ sql }) => `${sql}::DOUBLE`)
  let moments = await momentsOf(table, expressions, where, signal)
  const scales = columns.map((_, column) => scaleOf(moments, column))
  if (scales.some((scale) => scale !== '')) {
    const scaled = columns.map(({ sql }, column) => `${sql}${scales[column] || '::DOUBLE'}`)
    moments = await momentsOf(table, scaled, where, signal)
  }
  const doubtful = doubtfulPairs(moments, columns.length)
  const every = Math.max(1, Math.ceil((moments.rows * doubtful.length) / mostReread))
  const drawn = every > 1 ? `(${where}) AND hash(${table.rowNumber}) % ${every} = 0` : where
  const reread = await rereadPairs(doubtful, { table, columns, where: drawn, scales, signal })
  const indexes = new Map(columns.map(({ name }, index) => [name, index]))
  const indexOf = (name: string) => indexes.get(name) as number
  return {
    rows: reread.rows ?? moments.rows,
    of: (first, second) => {
      const [x, y] = [indexOf(first), indexOf(second)].sort((a, b) => a - b) as [number, number]
      const pair = reread.moments.get(`${x} ${y}`) ?? moments.of(x, y)
      return { ...pearsonOfMoments(pair), n: pair.n }
    },
    varies: (column) => moments.varies(indexOf(column)),
  }
}

async function momentsOf(table: Table, expressions: readonly string[], where: string, signal: AbortSignal | undefined) {
  const moments = new PairMoments(expressions.length)
  await table.visit(expressions, `${table.from} WHERE ${where}`, (block) => moments.add(block), { signal })
  return moments
}

type Rereading = {
  table: Table
  columns: readonly TableColumn[]
  where: string
  scales: readonly string[]
  signal: AbortSignal | undefined
}

async function rereadPairs(
  pairs: readonly [x: number, y: number][],
  { table, columns, where, scales, signal }: Rereading,
): Promise<{ rows?: number; moments: Map<string, Moments> }> {
  if (pairs.length === 0) return { moments: new Map() }
  const read = [...new Set(pairs.flat())]
  const places = new Map(read.map((column, place) => [column, place]))
  const expressions = read.map((column) => `${columns[column]?.sql}::DOUBLE`)
  const { rows, moments } = await momentsOfPairs(
    pairs.map(([x, y]) => ({ x: places.get(x) as number, y: places.get(y) as number })),
    read.map((column) => (scales[column] === shrinking ? 2 ** -60 : 1)),
    (visitor) => table.visit(expressions, `${table.from} WHERE ${where}`, visitor, { signal }),
  )
  return { rows, moments: new Map(pairs.map(([x, y], index) => [`${x} ${y}`, moments[index] as Moments])) }
}

function scaleOf(moments: PairMoments, column: number): string {
  const squares = moments.squares(column)
  if (moments.overflows(column) || squares > mostSquares || Number.isNaN(squares)) return shrinking
  return moments.varies(column) && squares < leastSquares ? growing : ''
}

/** Pairs of columns of which one varies so little over the common rows that rounding may be what is left of it. */
function doubtfulPairs(moments: PairMoments, columnCount: number): [x: number, y: number][] {
  const pairs: [number, number][] = []
  for (let x = 0; x < columnCount; x++) {
    for (let y = x + 1; y < columnCount; y++) {
      if (!moments.varies(x) || !moments.varies(y)) continue
      const { n, xx, yy } = moments.of(x, y)
      const isSure = xx / n >= leastShare * moments.variance(x) && yy / n >= leastShare * moments.variance(y)
      if (n >= 2 && !isSure) pairs.push([x, y])
    }
  }
  return pairs
}
