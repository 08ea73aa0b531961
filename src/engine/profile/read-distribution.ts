import { quoteName } from '../sql-text.ts'
import { type Block, type Distribution, distributionOf } from './distribution.ts'
import type { FileOrder } from './file-order.ts'
import type { ColumnWork } from './profiled-column.ts'
import { sharedDoubles, sortAside } from './sort-aside.ts'

/** Values that are on no number line: they are counted and take part in nothing else. */
export type Specials = { negativeInfinite: number; positiveInfinite: number; nan: number }

/**
 * The values of a column that are not null: the finite ones as a distribution, the others counted; `order` where the
 * values passed by in the order of the file.
 */
export type ReadValues = { distribution: Distribution; specials: Specials; order?: FileOrder | undefined }

/**
 * A column as it is read: `value` is its SQL expression, `place` turns a value `v` into a DOUBLE that keeps the order
 * and `toPlaces` finishes such doubles, as `wholePlace` does in SQL. `isVaried` says that most values are expected to
 * occur once; it must not be set where different values can have the same place. `numbers` are such doubles, in the
 * order of the file, where they have been read.
 */
export type DistributionSource = {
  from: string
  value: string
  place: string
  wholePlace: string
  toPlaces: (places: Float64Array) => Float64Array
  isVaried: boolean
  rowCount: number
  numbers?: Float64Array | undefined
}

/**
 * Reads how often each value of a column occurs: counted by DuckDB, or sorted here where counting would not pay. More
 * different values than may be in memory stay with DuckDB, which keeps them on disk where it must.
 */
export async function readDistribution(source: DistributionSource, work: ColumnWork): Promise<ReadValues> {
  if (source.isVaried && source.rowCount <= work.mostInMemory) return readAndSort(source, work)
  return (source.isVaried ? undefined : await readCounts(source, work)) ?? readFromDisk(source, work)
}

const noSpecials: Specials = { negativeInfinite: 0, positiveInfinite: 0, nan: 0 }

/** Undefined when there are more different values than may be in memory. */
async function readCounts(source: DistributionSource, work: ColumnWork): Promise<ReadValues | undefined> {
  const places: Float64Array[] = []
  const counts: Float64Array[] = []
  let distinct = 0
  const sql = `SELECT ${source.place}, n::DOUBLE FROM (${valueCounts(source)}) ORDER BY v`
  for await (const [values, occurrences] of work.connection.numbers(sql, { signal: work.signal })) {
    places.push(source.toPlaces((values as Float64Array).slice()))
    counts.push((occurrences as Float64Array).slice())
    distinct += (values as Float64Array).length
    if (distinct > work.mostInMemory) return undefined
  }
  return withoutSpecials(joined(places), joined(counts))
}

const sortedTable = quoteName('sorted counts')
const finitePlaces = `FROM ${sortedTable} WHERE isfinite(place)`

async function readFromDisk(source: DistributionSource, { connection, signal }: ColumnWork): Promise<ReadValues> {
  await connection.query(
    `CREATE OR REPLACE TEMP TABLE ${sortedTable} AS
      SELECT ${source.place} AS place, n::DOUBLE AS n FROM (${valueCounts(source)}) ORDER BY v`,
    { signal },
  )
  const facts = await connection.query(
    `SELECT coalesce(sum(n), 0), count(*)::DOUBLE, coalesce(sum(n) FILTER (place = '-inf'), 0),
      coalesce(sum(n) FILTER (place = 'inf'), 0), coalesce(sum(n) FILTER (isnan(place)), 0) FROM ${sortedTable}`,
    { signal },
  )
  const [all, distinct, negativeInfinite, positiveInfinite, nan] = facts.rows[0] as PerFact
  const specials = { negativeInfinite, positiveInfinite, nan }
  const special = Object.values(specials).filter((count) => count > 0)
  const distribution: Distribution = {
    total: all - negativeInfinite - positiveInfinite - nan,
    distinct: distinct - special.length,
    isInMemory: false,
    async *blocks() {
      for await (const [places, counts] of connection.numbers(`SELECT place, n ${finitePlaces}`, { signal })) {
        yield { places: source.toPlaces(places as Float64Array), upTo: cumulated(counts as Float64Array) }
      }
    },
  }
  return { distribution, specials }
}

type PerFact = [number, number, number, number, number]

async function readAndSort(source: DistributionSource, { connection, signal }: ColumnWork): Promise<ReadValues> {
  const specials = { ...noSpecials }
  const sql = `SELECT ${source.place} FROM (SELECT ${source.value} AS v FROM ${source.from}) WHERE v IS NOT NULL`
  const values = sharedDoubles(source.rowCount)
  let length = 0
  for await (const [block] of source.numbers ? [[source.numbers]] : connection.numbers(sql, { signal })) {
    for (let index = 0; index < (block as Float64Array).length; index++) {
      const value = (block as Float64Array)[index] as number
      if (Number.isFinite(value)) values[length++] = value + 0
      else if (Number.isNaN(value)) specials.nan++
      else if (value > 0) specials.positiveInfinite++
      else specials.negativeInfinite++
    }
  }
  const places = source.toPlaces(values.subarray(0, length))
  const { order, distinct } = await sortAside(places, signal)
  return { distribution: distributionOf(runsOf(places, distinct)), specials, order }
}

/** The runs of equal numbers among ascending ones, so many as there are different ones, written over them. */
function runsOf(sorted: Float64Array, distinct: number): Block {
  if (distinct === sorted.length) return { places: sorted }
  const upTo = new Uint32Array(distinct)
  let runs = 0
  for (let index = 0; index < sorted.length; index++) {
    const place = sorted[index] as number
    if (runs === 0 || sorted[runs - 1] !== place) sorted[runs++] = place
    upTo[runs - 1] = index + 1
  }
  return { places: sorted.subarray(0, runs), upTo }
}

/** SQL of how often (`n`) each value (`v`) of a column occurs; null is left out. */
export function valueCounts({ from, value }: { from: string; value: string }): string {
  return `SELECT v, count(*) AS n FROM (SELECT ${value} AS v FROM ${from}) WHERE v IS NOT NULL GROUP BY v`
}

/** Takes out infinities and NaN, which stand at the ends. */
function withoutSpecials(places: Float64Array, counts: Float64Array): ReadValues {
  const specials = { ...noSpecials }
  let start = 0
  let end = places.length
  for (; start < end && places[start] === Number.NEGATIVE_INFINITY; start++) {
    specials.negativeInfinite += counts[start] as number
  }
  for (; end > start && !Number.isFinite(places[end - 1]); end--) {
    const special = Number.isNaN(places[end - 1]) ? 'nan' : 'positiveInfinite'
    specials[special] += counts[end - 1] as number
  }
  const upTo = cumulated(counts.subarray(start, end))
  return { distribution: distributionOf({ places: places.subarray(start, end), upTo }), specials }
}

function cumulated(counts: Float64Array): Float64Array {
  let passed = 0
  return counts.map((count) => {
    passed += count
    return passed
  })
}

function joined(parts: Float64Array[]): Float64Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
