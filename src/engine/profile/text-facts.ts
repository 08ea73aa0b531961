import { quoteName } from '../sql-text.ts'
import type { ColumnWork, ProfiledColumn, TopValue } from './profiled-column.ts'
import { topValueCount } from './profiled-column.ts'
import { valueCounts } from './read-distribution.ts'
import { sortDoubles } from './sort-doubles.ts'
import type { CountedText } from './text-patterns.ts'

/** What is asked of the texts of one length: how many there are, how many of them blank, the first and the last. */
export type TextsOfLength = { length: number; count: number; blank: number; first: string; last: string }

/**
 * Texts are read one character longer than they are shown, so that the cut can be told. `sample` holds the different
 * texts, or, of more than 20,000, an even part of them in which spellings of one text stay together.
 */
export type TextFacts = { distinct: number; top: TopValue[]; lengths: TextsOfLength[]; sample: CountedText[] }

/** How many characters of a text a profile shows. */
export const shownCharacters = 256

const shown = `v[1:${shownCharacters + 1}]`
const counts = quoteName('value counts')

/** White space sorts before `!` or after the ASCII characters, which spares most texts the pattern. */
const blank = `(v <> '' AND (v < '!' OR v >= chr(133)) AND regexp_full_match(v, '[\\s\\p{Z}]*'))`

const fewTexts = 20_000

/** Reads what a profile says of texts: from the count of each, or, where hardly any repeats, from their hashes. */
export async function readTextFacts(column: ProfiledColumn, work: ColumnWork): Promise<TextFacts> {
  if (column.rowCount <= Math.min(fewTexts, work.mostInMemory)) return factsFromFew(column, work)
  const isSeldomRepeated = column.isVaried && column.rowCount <= work.mostInMemory
  const varied = isSeldomRepeated ? await factsFromHashes(column, work) : undefined
  return varied ?? (await factsFromCounts(column, work))
}

/** In one question, which is what a table of very many columns needs. */
async function factsFromFew(column: ProfiledColumn, { connection, signal }: ColumnWork): Promise<TextFacts> {
  const answer = await connection.query(
    `SELECT ${shown}, n::DOUBLE, length(v)::DOUBLE, ${blank} FROM (${valueCounts(column)}) ORDER BY n DESC, v`,
    { signal },
  )
  const texts = answer.rows as [text: string, count: number, length: number, isBlank: boolean][]
  const byLength = new Map<number, TextsOfLength>()
  for (const [text, count, length, isBlank] of texts) {
    const known = byLength.get(length) ?? { length, count: 0, blank: 0, first: text, last: text }
    byLength.set(length, {
      length,
      count: known.count + count,
      blank: known.blank + (isBlank ? count : 0),
      first: compareBytes(text, known.first) < 0 ? text : known.first,
      last: compareBytes(text, known.last) > 0 ? text : known.last,
    })
  }
  const lengths = [...byLength.values()].sort((a, b) => a.length - b.length)
  const sample = texts.map(([text, count]) => ({ text, count }))
  return { distinct: texts.length, top: topOf(texts.slice(0, topValueCount)), lengths, sample }
}

/** Texts are drawn by a hash that letter case and outer white space do not change. */
async function sampleOf(counted: string, distinct: number, { connection, signal }: ColumnWork): Promise<CountedText[]> {
  const every = Math.ceil(distinct / fewTexts)
  const isDrawn = every > 1 ? `hash(lower(trim(v))) % ${every} = 0` : 'true'
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
  const lengths = await lengthsOf(counts, 'sum(n)', work)
  const distinct = (top.rows[0]?.[2] as number | undefined) ?? 0
  const sample = await sampleOf(`FROM ${counts} WHERE $drawn`, distinct, work)
  await connection.query(`DROP TABLE ${counts}`)
  return { distinct, top: topOf(top.rows), lengths, sample }
}

function topOf(rows: unknown[][]): TopValue[] {
  return rows.map(([value, count]) => ({ value: value as string, count: count as number }))
}

async function lengthsOf(from: string, weight: string, { connection, signal }: ColumnWork): Promise<TextsOfLength[]> {
  const answer = await connection.query(
    `SELECT length(v)::DOUBLE, ${weight}::DOUBLE, coalesce(${weight} FILTER (${blank}), 0)::DOUBLE,
      min(v)[1:${shownCharacters + 1}], max(v)[1:${shownCharacters + 1}]
      FROM ${from} WHERE v IS NOT NULL GROUP BY 1 ORDER BY 1`,
    { signal },
  )
  return answer.rows.map((row) => {
    const [length, count, blankCount, first, last] = row as [number, number, number, string, string]
    return { length, count, blank: blankCount, first, last }
  })
}

const mostRepeated = 100_000
const hash = '(hash(v) >> 11)'

/**
 * Texts whose hash occurs once are different from all others; only texts whose hash occurs again are compared, so the
 * answer is exact. Undefined when those are many.
 */
async function factsFromHashes(column: ProfiledColumn, work: ColumnWork): Promise<TextFacts | undefined> {
  const values = `(SELECT ${column.value} AS v FROM ${column.from})`
  const { once, repeated } = await readHashes(values, column.rowCount, work)
  if (repeated.length > mostRepeated) return undefined
  const { distinct, top } = await textsOfHashes(values, repeated, work)
  const drawn = `FROM (SELECT v, count(*) AS n FROM ${values} WHERE v IS NOT NULL AND $drawn GROUP BY v)`
  const sample = await sampleOf(drawn, once + distinct, work)
  return { distinct: once + distinct, top, lengths: await lengthsOf(values, 'count(*)', work), sample }
}

/** How many hashes occur once, and those that occur again. A hash of 53 bits is exact as a double. */
async function readHashes(values: string, rowCount: number, { connection, signal }: ColumnWork) {
  const read = new Float64Array(rowCount)
  let length = 0
  const sql = `SELECT ${hash}::DOUBLE FROM ${values} WHERE v IS NOT NULL`
  for await (const [block] of connection.numbers(sql, { signal })) {
    read.set(block as Float64Array, length)
    length += (block as Float64Array).length
  }
  const hashes = read.subarray(0, length)
  sortDoubles(hashes)
  return repeatedAmong(hashes)
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
  const single = await connection.query(
    `SELECT ${shown}, 1::DOUBLE FROM ${values}
      WHERE v IS NOT NULL AND v NOT IN (SELECT v FROM ${repeated} WHERE n > 1) ORDER BY v LIMIT ${topValueCount}`,
    { signal },
  )
  const count = await connection.query(`SELECT count(*)::DOUBLE FROM ${repeated}`, { signal })
  await connection.query(`DROP TABLE ${repeated}`)
  const top = topOf([...many.rows, ...single.rows].slice(0, topValueCount))
  return { distinct: count.rows[0]?.[0] as number, top }
}
