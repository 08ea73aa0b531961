import type { DuckDb } from '../../duckdb.ts'
import type { Reading } from '../columns/reading.ts'
import { type TextSource, textSourceSql } from '../csv/text-source.ts'
import type { KeyCounts } from './json-rows.ts'

/** A structure with more names than this is a map in disguise and stays JSON. */
const mostFields = 200

const deepestStructure = 20

/**
 * How the nested values of each column are read: as lists and structs of the structure that all of them share, or as
 * JSON where they share none or a number would lose digits. Columns with other values besides are absent.
 */
export async function nestedReadings(
  duck: DuckDb,
  source: TextSource,
  keys: KeyCounts[],
  signal: AbortSignal | undefined,
): Promise<Map<number, Reading>> {
  const all = keys.flatMap(({ nested, strings, numbers, booleans, unreadable }, column) =>
    nested > 0 && strings + numbers + booleans + unreadable === 0 ? [column] : [],
  )
  const readings = new Map<number, Reading>(all.map((column) => [column, { id: 'json' }]))
  const columns = all.filter((column) => (keys[column] as KeyCounts).inexact === 0)
  if (columns.length === 0) return readings
  const structures = columns.map((column) => `CAST(json_group_structure(CAST(c${column} AS JSON)) AS VARCHAR)`)
  const answer = await duck.query(`SELECT ${structures.join(', ')} FROM ${textSourceSql(source)}`, { signal })
  for (const [index, column] of columns.entries()) {
    const structure = JSON.parse(String(answer.rows[0]?.[index]))
    if (!isUsable(structure)) continue
    readings.set(column, { id: 'nested', structure: JSON.stringify(signed(structure)) })
  }
  return readings
}

type Structure = string | Structure[] | { [name: string]: Structure }

function isUsable(structure: Structure): boolean {
  if (typeof structure === 'string') return false
  return fieldCount(structure) <= mostFields && namesDiffer(structure) && isOfOneKind(structure, 0)
}

function fieldCount(structure: Structure): number {
  if (typeof structure === 'string') return 1
  return Object.values(structure).reduce<number>((sum, field) => sum + fieldCount(field), 0)
}

/** Where values of several kinds meet, DuckDB would keep them as texts of JSON within the structure. */
function isOfOneKind(structure: Structure, depth: number): boolean {
  if (typeof structure === 'string') return structure !== 'JSON'
  return depth < deepestStructure && Object.values(structure).every((field) => isOfOneKind(field, depth + 1))
}

/** Names of a struct must differ in more than case. */
function namesDiffer(structure: Structure): boolean {
  if (typeof structure === 'string') return true
  if (!Array.isArray(structure)) {
    const names = Object.keys(structure).map((name) => name.toLowerCase())
    if (new Set(names).size < names.length || names.includes('')) return false
  }
  return Object.values(structure).every(namesDiffer)
}

/** All integers that are exact fit BIGINT; DuckDB would take UBIGINT where none happens to be negative. */
function signed(structure: Structure): Structure {
  if (typeof structure === 'string')
    return structure === 'UBIGINT' ? 'BIGINT' : structure === 'NULL' ? 'JSON' : structure
  if (Array.isArray(structure)) return structure.map(signed)
  return Object.fromEntries(Object.entries(structure).map(([name, field]) => [name, signed(field)]))
}
