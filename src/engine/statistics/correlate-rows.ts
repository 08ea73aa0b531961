import type { Table, TableColumn } from '../query/open-table.ts'
import { type Association, pearson, pearsonOfMoments } from './association.ts'
import { PairMoments } from './pair-moments.ts'
import { finiteSql, readNumbers } from './read-numbers.ts'

/** Pearson's correlations of columns, by name, each over the `n` of all `rows` that have both. */
export type Correlated = {
  rows: number
  of(x: string, y: string): Association & { n: number }
  varies(column: string): boolean
}

const [shrinking, growing] = ['::DOUBLE * 1e-160', '::DOUBLE * 1e160']
const [leastSquares, mostSquares] = [1e-200, 1e200]
const leastShare = 1e-5

/** A stream is computed by one thread, so that two of them are read beside each other, which skip each other's row groups. */
const rowsInTurn = 65_536

/**
 * Pearson's correlation of every pair of numeric columns, in one walk over the rows that `where` leaves. Columns whose
 * squares no double holds are scaled and walked over again, and pairs whose common rows hardly vary are read by themselves.
 */
export async function correlateRows(
  table: Table,
  columns: readonly TableColumn[],
  where: string,
  signal: AbortSignal | undefined,
): Promise<Correlated> {
  const expressions = columns.map(({ sql }) => `${sql}::DOUBLE`)
  let moments = await momentsOf(table, expressions, where, signal)
  const scales = columns.map((_, column) => scaleOf(moments, column))
  if (scales.some((scale) => scale !== '')) {
    const scaled = columns.map(({ sql }, column) => `${sql}${scales[column] || '::DOUBLE'}`)
    moments = await momentsOf(table, scaled, where, signal)
  }
  const doubtful = new Map<string, Association & { n: number }>()
  for (const [x, y] of doubtfulPairs(moments, columns.length)) {
    const [first, second] = [finiteSql(columns[x] as TableColumn), finiteSql(columns[y] as TableColumn)]
    const from = `FROM ${table.from} WHERE ${where} AND ${first} IS NOT NULL AND ${second} IS NOT NULL`
    const [a, b] = (await readNumbers(table, [first, second], from, signal)) as [Float64Array, Float64Array]
    doubtful.set(`${x} ${y}`, { ...pearson(a, b), n: a.length })
  }
  const indexes = new Map(columns.map(({ name }, index) => [name, index]))
  const indexOf = (name: string) => indexes.get(name) as number
  return {
    rows: moments.rows,
    of: (first, second) => {
      const [x, y] = [indexOf(first), indexOf(second)].sort((a, b) => a - b) as [number, number]
      const pair = moments.of(x, y)
      return doubtful.get(`${x} ${y}`) ?? { ...pearsonOfMoments(pair), n: pair.n }
    },
    varies: (column) => moments.varies(indexOf(column)),
  }
}

async function momentsOf(table: Table, expressions: readonly string[], where: string, signal: AbortSignal | undefined) {
  const moments = new PairMoments(expressions.length)
  const halves = [0, 1].map((half) => {
    const isInHalf = `(${table.rowNumber} // ${rowsInTurn}) % 2 = ${half}`
    return `SELECT ${expressions.join(', ')} FROM ${table.from} WHERE ${isInHalf} AND (${where})`
  })
  for await (const block of table.numbersBeside(halves, signal)) moments.add(block)
  return moments
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
