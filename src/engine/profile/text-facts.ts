import type { BlockVisitor } from '../duckdb.ts'
import { quoteName } from '../sql-text.ts'
import type { ColumnWork, ProfiledColumn, ReadText, TopValue } from './profiled-column.ts'
import { topValueCount } from './profiled-column.ts'
import { valueCounts } from './read-distribution.ts'
import { sharedDoubles, sortAside } from './sort-aside.ts'
import type { CountedText } from './text-patterns.ts'

/** How many texts of one length there are, and how many of them are blank. */
export type TextsOfLength = { length: number; count: number; blank: number }

/** The first and the last text in the order of bytes; null where there is none. */
type Extremes = { first: string | null; last: string | null }

/**
 * Texts are read one character longer than they are shown, so that the cut can be told. `sample` holds the different
 * texts, or, of more than 20,000, an even part of them in which spellings of one text stay together.
 */
export type TextFacts = Extremes & {
  distinct: number
  top: TopValue[]
  lengths: TextsOfLength[]
  sample: CountedText[]
}

/** How many characters of a text a profile shows. */
export const shownCharacters = 256

const shown = `v[1:${shownCharacters + 1}]`
const counts = quoteName('value counts')

/** White space sorts before `!` or after the ASCII characters, which spares most texts the pattern. */
const blank = `(v <> '' AND (v < '!' OR v >= chr(133)) AND regexp_full_match(v, '[\\s\\p{Z}]*'))`

/** SQL of what is read of a text `v` that occurs `n` times. */
export const textFactsSql = `${shown}, n::DOUBLE, length(v)::DOUBLE, ${blank}`

const fewTexts = 20_000

/** Reads what a profile says of texts: from the count of each, or, where hardly any repeats, from their hashes. */
export async function readTextFacts(column: ProfiledColumn, work: ColumnWork): Promise<TextFacts> {
  if (column.texts || column.rowCount <= Math.min(fewTexts, work.mostInMemory)) return factsFromFew(column, work)
  const isSeldomRepeated = column.isVaried && column.rowCount <= work.mostInMemory
  const varied = isSeldomRepeated ? await factsFromHashes(column, work) : undefined
  return varied ?? (await factsFromCounts(column, work))
}

/** In one question, which is what a table of very many columns needs. */
async function factsFromFew(column: ProfiledColumn, { connection, signal }: ColumnWork): Promise<TextFacts> {
  const sql = `SELECT ${textFactsSql} FROM (${valueCounts(column)}) ORDER BY n DESC, v`
  const texts = column.texts ?? ((await connection.query(sql, { signal })).rows as ReadText[])
  const byLength = new Map<number, TextsOfLength>()
  let first: string | null = null
  let last: string | null = null
  for (const [text, count, length, isBlank] of texts) {
    const known = byLength.get(length) ?? { length, count: 0, blank: 0 }
    byLength.set(length, { length, count: known.count + count, blank: known.blank + (isBlank ? count : 0) })
    if (first === null || compareBytes(text, first) < 0) first = text
    if (last === null || compareBytes(text, last) > 0) last = text
  }
  const lengths = [...byLength.values()].sort((a, b) => a.length - b.length)
  const sample = texts.map(([text, count]) => ({ text, count }))
  return { distinct: texts.length, top: topOf(texts.slice(0, topValueCount)), first, last, lengths, sample }
}

/** `trim` takes several times as long as this way to tell the few texts that need it. */
const trimmed = `CASE WHEN v LIKE ' %' OR v LIKE '% ' THEN trim(v) ELSE v END`

/** Texts are drawn by a hash that letter case and outer spaces do not change. */
async function sampleOf(counted: string, distinct: number, { connection, signal }: ColumnWork): Promise<CountedText[]> {
  const every = Math.ceil(distinct / fewTexts)
  const isDrawn = every > 1 ? `hash(lower(${trimmed})) % ${every} = 0` : 'true'
  const answer = await connection.query(
    `SELECT ${shown}, n::DOUBLE ${counted.replace('$drawn', isDrawn)} ORDER BY n DESC, v`,
    { signal },
  )
  return answer.rows.map(([text, count]) => ({ text: text as string, count: count as number }))
}

/** The order of texts by their bytes in UTF-8, which is that of their code points. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

async function factsFromCounts(column: ProfiledColumn, work: ColumnWork): Promise<TextFacts> {
  const { connection, signal } = work
  await connection.query(`CREATE OR REPLACE TEMP TABLE ${counts} AS ${valueCounts(column)}`, { signal })
  const top = await connection.query(
    `SELECT ${shown}, n::DOUBLE, (SELECT count(*) FROM ${counts})::DOUBLE FROM ${counts}
      ORDER BY n DESC, v LIMIT ${topValueCount}`,
    { signal },
  )
  const extremes = await extremesOf(counts, work)
  const lengths = await lengthsOf(counts, 'sum(n)', extremes, work)
  const distinct = (top.rows[0]?.[2] as number | undefined) ?? 0
  const sample = await sampleOf(`FROM ${counts} WHERE $drawn`, distinct, work)
  await connection.query(`DROP TABLE ${counts}`)
  return { distinct, top: topOf(top.rows), ...extremes, lengths, sample }
}

function topOf(rows: unknown[][]): TopValue[] {
  return rows.map(([value, count]) => ({ value: value as string, count: count as number }))
}

/** Two ordered questions read little more than the row groups that can hold the answer. */
async function extremesOf(from: string, { connection, signal }: ColumnWork): Promise<Extremes> {
  const ask = (order: string) =>
    connection.query(`SELECT ${shown} FROM ${from} WHERE v IS NOT NULL ORDER BY v ${order} LIMIT 1`, { signal })
  const [first, last] = [await ask('ASC'), await ask('DESC')]
  return { first: (first.rows[0]?.[0] ?? null) as string | null, last: (last.rows[0]?.[0] ?? null) as string | null }
}

async function lengthsOf(
  from: string,
  weight: string,
  extremes: Extremes,
  { connection, signal }: ColumnWork,
): Promise<TextsOfLength[]> {
  const blankCount = mayBeBlank(extremes) ? `coalesce(${weight} FILTER (${blank}), 0)` : '0'
  const answer = await connection.query(
    `SELECT length(v)::DOUBLE, ${weight}::DOUBLE, ${blankCount}::DOUBLE FROM ${from} WHERE v IS NOT NULL
      GROUP BY 1 ORDER BY 1`,
    { signal },
  )
  return answer.rows.map(([length, count, blank]) => ({ length, count, blank }) as TextsOfLength)
}

function mayBeBlank({ first, last }: Extremes): boolean {
  return first !== null && last !== null && (compareBytes(first, '!') < 0 || compareBytes(last, '\u0085') >= 0)
}

const mostRepeated = 100_000
const hash = '(hash(v) >> 11)'

/**
 * Texts whose hash occurs once are different from all others; only texts whose hash occurs again are compared, so the
 * answer is exact. Undefined when those are many.
 */
async function factsFromHashes(column: ProfiledColumn, work: ColumnWork): Promise<TextFacts | undefined> {
  const values = `(SELECT ${column.value} AS v FROM ${column.from})`
  const extremes = await extremesOf(values, work)
  const { once, repeated, lengths } = await readHashes(values, column.rowCount, work)
  if (repeated.length > mostRepeated) return undefined
  const { distinct, top } = await textsOfHashes(values, repeated, work)
  const drawn = `FROM (SELECT v, count(*) AS n FROM ${values} WHERE v IS NOT NULL AND $drawn GROUP BY v)`
  const sample = await sampleOf(drawn, once + distinct, work)
  return {
    ...{ distinct: once + distinct, top, ...extremes, sample },
    lengths: mayBeBlank(extremes) ? await lengthsOf(values, 'count(*)', extremes, work) : lengths,
  }
}

/** How many hashes occur once, and those that occur again; and how long the texts are. 53 bits are exact as a double. */
async function readHashes(values: string, rowCount: number, { connection, signal }: ColumnWork) {
  const read = sharedDoubles(rowCount)
  const counter = new LengthCounter()
  let count = 0
  const visitor: BlockVisitor = ([hashes, lengths]) => {
    read.set(hashes as Float64Array, count)
    count += (hashes as Float64Array).length
    counter.add(lengths as Float64Array)
  }
  await connection.visit([`${hash}::DOUBLE`, 'length(v)::DOUBLE'], `${values} WHERE v IS NOT NULL`, visitor, { signal })
  const hashes = read.subarray(0, count)
  await sortAside(hashes, signal)
  return { ...repeatedAmong(hashes), lengths: counter.lengths }
}

/** Counts texts by their length, where none is blank. */
class LengthCounter {
  readonly #short = new Float64Array(1024)
  readonly #long = new Map<number, number>()

  add(lengths: Float64Array): void {
    for (let index = 0; index < lengths.length; index++) {
      const length = lengths[index] as number
      if (length < this.#short.length) this.#short[length] = (this.#short[length] as number) + 1
      else this.#long.set(length, (this.#long.get(length) ?? 0) + 1)
    }
  }

  get lengths(): TextsOfLength[] {
    return [...this.#short.entries(), ...this.#long]
      .filter(([, count]) => count > 0)
      .map(([length, count]) => ({ length, count, blank: 0 }))
      .sort((a, b) => a.length - b.length)
  }
}

function repeatedAmong(sorted: Float64Array): { once: number; repeated: number[] } {
  const repeated: number[] = []
  let again = 0
  for (let index = 1; index < sorted.length; index++) {
    if (sorted[index] !== sorted[index - 1]) continue
    again++
    if (repeated.length <= mostRepeated && repeated.at(-1) !== sorted[index]) repeated.push(sorted[index] as number)
  }
  return { once: sorted.length - again - repeated.length, repeated }
}

async function textsOfHashes(values: string, hashes: number[], { connection, signal }: ColumnWork) {
  const repeated = quoteName('repeated texts')
  const filter = hashes.length === 0 ? 'false' : `${hash} IN (SELECT unnest([${hashes}]::UBIGINT[]))`
  await connection.query(
    `CREATE OR REPLACE TEMP TABLE ${repeated} AS SELECT v, count(*) AS n FROM ${values} WHERE ${filter} GROUP BY v`,
    { signal },
  )
  const many = await connection.query(
    `SELECT ${shown}, n::DOUBLE FROM ${repeated} WHERE n > 1 ORDER BY n DESC, v LIMIT ${topValueCount}`,
    { signal },
  )
  const isOnce = many.rows.length === 0 ? 'true' : `v NOT IN (SELECT v FROM ${repeated} WHERE n > 1)`
  const single =
    many.rows.length === topValueCount
      ? []
      : (
          await connection.query(
            `SELECT ${shown}, 1::DOUBLE FROM ${values} WHERE v IS NOT NULL AND ${isOnce} ORDER BY v LIMIT ${topValueCount}`,
            { signal },
          )
        ).rows
  const count = await connection.query(`SELECT count(*)::DOUBLE FROM ${repeated}`, { signal })
  await connection.query(`DROP TABLE ${repeated}`)
  const top = topOf([...many.rows, ...single].slice(0, topValueCount))
  return { distinct: count.rows[0]?.[0] as number, top }
}
