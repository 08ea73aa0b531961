import type { DuckDbConnection } from '../duckdb.ts'
import { type Block, type Distribution, distributionOf } from './distribution.ts'

/** Values that are on no number line: they are counted and take part in nothing else. */
export type Specials = { negativeInfinite: number; positiveInfinite: number; nan: number }

/** The values of a column that are not null: the finite ones as a distribution, the others counted. */
export type ReadValues = { distribution: Distribution; specials: Specials }

/**
 * Reads how often each value of a column occurs. `value` is its SQL expression, `place` what turns a value `v` into a
 * DOUBLE that keeps the order; `toPlaces` finishes the places of a block.
 */
export async function readDistribution(
  connection: DuckDbConnection,
  source: { from: string; value: string; place: string; toPlaces: (places: Float64Array) => Float64Array },
  signal: AbortSignal | undefined,
): Promise<ReadValues> {
  const blocks: Block[] = []
  const specials: Specials = { negativeInfinite: 0, positiveInfinite: 0, nan: 0 }
  const sql = `SELECT ${source.place} AS place, n::DOUBLE AS n FROM (${valueCounts(source)}) ORDER BY v`
  for await (const [values, counts] of connection.numbers(sql, { signal })) {
    blocks.push(
      finiteBlock({ places: source.toPlaces(values as Float64Array), counts: counts as Float64Array }, specials),
    )
  }
  return { distribution: distributionOf(joined(blocks)), specials }
}

/** SQL of how often (`n`) each value (`v`) of a column occurs; null is left out. */
export function valueCounts({ from, value }: { from: string; value: string }): string {
  return `SELECT v, count(*) AS n FROM (SELECT ${value} AS v FROM ${from}) WHERE v IS NOT NULL GROUP BY v`
}

/** The block without its infinities and NaN, which stand at its ends and are added to the specials. */
function finiteBlock(block: Block, specials: Specials): Block {
  let start = 0
  let end = block.places.length
  for (; start < end && block.places[start] === Number.NEGATIVE_INFINITY; start++) {
    specials.negativeInfinite += block.counts[start] as number
  }
  for (; end > start && !Number.isFinite(block.places[end - 1]); end--) {
    const count = block.counts[end - 1] as number
    if (Number.isNaN(block.places[end - 1])) specials.nan += count
    else specials.positiveInfinite += count
  }
  return { places: block.places.subarray(start, end), counts: block.counts.subarray(start, end) }
}

function joined(blocks: Block[]): Block {
  const [only] = blocks
  if (only && blocks.length === 1) return only
  const length = blocks.reduce((sum, { places }) => sum + places.length, 0)
  const all = { places: new Float64Array(length), counts: new Float64Array(length) }
  let offset = 0
  for (const { places, counts } of blocks) {
    all.places.set(places, offset)
    all.counts.set(counts, offset)
    offset += places.length
  }
  return all
}
