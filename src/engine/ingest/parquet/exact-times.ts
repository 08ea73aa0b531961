import type { DuckDb, RunOptions } from '../../duckdb.ts'
import type { ExactKind } from './read-footer.ts'

/** SQL of a part of a value that is to be kept exactly, given the SQL of its bytes or of its time without a zone. */
export type Leaf = (kind: ExactKind, value: string) => string

/** How fine the times of a column are: `texts` where some are finer than microseconds and some too far for nanoseconds. */
export type TimePrecision = 'microseconds' | 'nanoseconds' | 'texts'

const julianDayOf1970 = 2_440_588
const nanosecondsOfDay = 86_400_000_000_000n
const mostNanoseconds = 9_223_372_036_854_775_807n

/** INT96 holds nanoseconds of a day and the day: bytes of little worth first. */
function nanosecondsOf(bytes: string): string {
  const integer = (first: number, last: number) => {
    const turned = Array.from({ length: last - first + 1 }, (_, place) => `${bytes}[${last - place}:${last - place}]`)
    return `CAST(CAST(${turned.join(' || ')} AS BIT) AS BIGINT)`
  }
  return `((${integer(9, 12)} - ${julianDayOf1970})::HUGEINT * ${nanosecondsOfDay} + ${integer(1, 8)})`
}

/** SQL of such a part in a column whose times are as fine as that; long decimals are their texts. */
export function leafSql(kind: ExactKind, value: string, precision: TimePrecision): string {
  if (kind.kind === 'decimal') return `decimal_text(${value}, ${kind.scale})`
  if (kind.kind === 'nanoseconds_utc') {
    return precision === 'microseconds' ? `CAST(CAST(${value} AS TIMESTAMP) AS TIMESTAMP WITH TIME ZONE)` : value
  }
  const nanoseconds = nanosecondsOf(value)
  if (precision === 'microseconds') return `make_timestamp(CAST(${nanoseconds} // 1000 AS BIGINT))`
  return precision === 'nanoseconds' ? `make_timestamp_ns(CAST(${nanoseconds} AS BIGINT))` : timeText(nanoseconds)
}

/** A time of any day with nine digits of its second. */
function timeText(nanoseconds: string): string {
  const second = 1_000_000_000
  const within = `((${nanoseconds} % ${second} + ${second}) % ${second})`
  const seconds = `make_timestamp(CAST((${nanoseconds} - ${within}) // 1000 AS BIGINT))`
  return `(CAST(${seconds} AS VARCHAR) || '.' || lpad(CAST(${within} AS VARCHAR), 9, '0'))`
}

const finer = 'finer than a microsecond'
const far = 'too far away'

/** How fine the times are of the column whose SQL `read` makes, with SQL of our own for each of its exact parts. */
export async function precisionOf(
  duck: DuckDb,
  from: string,
  read: (leaf: Leaf) => string,
  options?: RunOptions,
): Promise<TimePrecision> {
  const holds = (what: string, isHeld: (nanoseconds: string) => string) =>
    throughout(duck, from, read(checking(what, isHeld)), what, options)
  if (await holds(finer, (nanoseconds) => `${nanoseconds} % 1000 = 0`)) return 'microseconds'
  return (await holds(far, (nanoseconds) => `abs(${nanoseconds}) < ${mostNanoseconds}`)) ? 'nanoseconds' : 'texts'
}

/** A time that is not as it should be fails its statement, however deep it lies. */
function checking(what: string, isHeld: (nanoseconds: string) => string): Leaf {
  return (kind, value) => {
    if (kind.kind === 'decimal') return 'true'
    const nanoseconds = kind.kind === 'int96' ? nanosecondsOf(value) : `epoch_ns(${value})`
    return `CASE WHEN ${value} IS NULL OR ${isHeld(nanoseconds)} THEN true
      ELSE error('${what}: ' || CAST(${nanoseconds} AS VARCHAR)) END`
  }
}

async function throughout(duck: DuckDb, from: string, sql: string, what: string, options?: RunOptions) {
  try {
    await duck.query(`SELECT bit_xor(hash(${sql})) FROM ${from}`, options)
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes(`${what}: `)) return false
    throw error
  }
}
