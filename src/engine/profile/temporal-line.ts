import { temporalValue } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'

/**
 * How a temporal type is counted in whole units: `units` is the SQL of a value, `perDay` the units of a day. Times of
 * day count from midnight, everything else from 1970-01-01.
 */
export type TemporalLine = { sqlType: string; units: (value: string) => string; perDay: number; isTimeOfDay: boolean }

const microsPerDay = 86_400_000_000

/** The line of a temporal SQL type: days for dates, nanoseconds where the type has them, otherwise microseconds. */
export function temporalLineOf(sqlType: string): TemporalLine {
  const isTimeOfDay = /^TIME(_NS)?( WITH TIME ZONE)?$/.test(sqlType)
  if (sqlType === 'DATE') {
    return { sqlType, isTimeOfDay, perDay: 1, units: (value) => `(${value} - DATE '1970-01-01')` }
  }
  const isNanos = sqlType.endsWith('_NS')
  return {
    sqlType,
    isTimeOfDay,
    perDay: isNanos ? microsPerDay * 1000 : microsPerDay,
    units: (value) => `${isNanos ? 'epoch_ns' : 'epoch_us'}(${value})`,
  }
}

/** SQL of the units of a finite moment; null for others. */
export function temporalUnits(sqlType: string, value: string): string {
  const { isTimeOfDay, units } = temporalLineOf(sqlType)
  return `CASE WHEN ${isTimeOfDay ? 'true' : `isfinite(${value})`} THEN ${units(value)} END`
}

/** A moment as a cell of the column would be written; a moment between two dates is written with its time of day. */
export function writeMoment({ sqlType }: TemporalLine, units: bigint, fraction = 0): string {
  if (sqlType === 'DATE' && fraction > 0) {
    const micros = units * BigInt(microsPerDay) + BigInt(Math.floor(fraction * microsPerDay))
    return writeMoment(temporalLineOf('TIMESTAMP'), micros)
  }
  const type = /^TIMESTAMP(_S|_MS)$/.test(sqlType) ? 'TIMESTAMP' : sqlType
  return toJsonValue(temporalValue(type, units), type, 'string') as string
}
