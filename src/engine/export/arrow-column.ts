import {
  bool,
  type DataType,
  dateDay,
  decimal128,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  TimeUnit,
  timeMicrosecond,
  timeNanosecond,
  timestamp,
  uint8,
  uint16,
  uint32,
  uint64,
  utf8,
} from '@uwdata/flechette'
import { type ExportColumn, writtenSql } from './export-sql.ts'

/** A column of an Arrow stream: its type, and SQL whose values lie in memory as Arrow has them, in so many bytes each. */
export type ArrowColumn = { name: string; type: DataType; sql: string; width: number | 'text' }

const types: Record<string, [DataType, number]> = {
  BOOLEAN: [bool(), 1],
  TINYINT: [int8(), 1],
  SMALLINT: [int16(), 2],
  INTEGER: [int32(), 4],
  BIGINT: [int64(), 8],
  UTINYINT: [uint8(), 1],
  USMALLINT: [uint16(), 2],
  UINTEGER: [uint32(), 4],
  UBIGINT: [uint64(), 8],
  FLOAT: [float32(), 4],
  DOUBLE: [float64(), 8],
  DATE: [dateDay(), 4],
  TIME: [timeMicrosecond(), 8],
  TIME_NS: [timeNanosecond(), 8],
  TIMESTAMP_S: [timestamp(TimeUnit.SECOND), 8],
  TIMESTAMP_MS: [timestamp(TimeUnit.MILLISECOND), 8],
  TIMESTAMP: [timestamp(TimeUnit.MICROSECOND), 8],
  TIMESTAMP_NS: [timestamp(TimeUnit.NANOSECOND), 8],
  'TIMESTAMP WITH TIME ZONE': [timestamp(TimeUnit.MICROSECOND, 'UTC'), 8],
}

/**
 * How a column is written to Arrow: numbers, booleans, dates and times in their own types, a zoned time in UTC; everything
 * else (whole numbers of over 64 bits, nested values as JSON, and all of `asText`) as the text that the API writes.
 */
export function arrowColumn(column: ExportColumn, asText: boolean): ArrowColumn {
  const { name, sql, sql_type: sqlType } = column
  if (asText) return { name, type: utf8(), sql: writtenSql(column), width: 'text' }
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType) ?? []
  if (scale !== undefined) {
    return { name, type: decimal128(Number(precision), Number(scale)), sql: `${sql}::DECIMAL(38,${scale})`, width: 16 }
  }
  const [type, width] = types[sqlType] ?? []
  return type && width ? { name, type, sql, width } : { name, type: utf8(), sql: writtenSql(column), width: 'text' }
}
