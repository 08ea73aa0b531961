import type { DuckDb } from '../../duckdb.ts'
import type { Reading } from '../columns/reading.ts'
import { type TextSource, textSourceSql } from '../csv/text-source.ts'
import type { KeyCounts } from './json-rows.ts'

/** A structure with more names than this is a map in disguise and stays JSON. */
const mostFields = 200

const deepestStructure = 20

/** Values that differ so much have no structure. */
const mostStructures = 10_000

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
  for (const column of columns) {
    const structure = await structureOf(duck, `c${column}`, textSourceSql(source), signal)
    if (structure === undefined || !isUsable(structure)) continue
    if ((keys[column] as KeyCounts).beyondDoubles > 0 && holdsDoubles(structure)) continue
    readings.set(column, { id: 'nested', structure: JSON.stringify(signed(structure)) })
  }
  return readings
}

/**
 * The structure that all values share; undefined where they have too many. DuckDB's own aggregate of structures keeps every
 * value in memory.
 */
async function structureOf(
  duck: DuckDb,
  column: string,
  from: string,
  signal: AbortSignal | undefined,
): Promise<Structure | undefined> {
  const answer = await duck.query(
    `SELECT DISTINCT CAST(json_structure(CAST(${column} AS JSON)) AS VARCHAR) AS structure FROM ${from}
      WHERE ${column} IS NOT NULL LIMIT ${mostStructures + 1}`,
    { signal },
  )
  if (answer.rows.length > mostStructures) return undefined
  return answer.rows
    .map(([structure]) => JSON.parse(String(structure)) as Structure)
    .reduce<Structure>((all, one) => merged(all, one), 'NULL')
}

/** The structure that holds the values of both; `JSON` where they are of several kinds. */
function merged(one: Structure, other: Structure): Structure {
  if (one === 'NULL') return other
  if (other === 'NULL') return one
  if (typeof one === 'string' || typeof other === 'string') return wider(one, other)
  if (Array.isArray(one) !== Array.isArray(other)) return 'JSON'
  if (Array.isArray(one)) return [merged(one[0] ?? 'NULL', (other as Structure[])[0] ?? 'NULL')]
  const fields = new Map(Object.entries(one))
  for (const [name, field] of Object.entries(other)) fields.set(name, merged(fields.get(name) ?? 'NULL', field))
  return Object.fromEntries(fields)
}

function wider(one: Structure, other: Structure): Structure {
  if (one === other) return one
  const areNumbers = [one, other].every((type) => typeof type === 'string' && numbers.includes(type))
  return areNumbers
    ? (numbers[Math.max(numbers.indexOf(one as string), numbers.indexOf(other as string))] as string)
    : 'JSON'
}

/** From the narrowest to the widest. */
const numbers = ['UBIGINT', 'BIGINT', 'DOUBLE']

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

/** Where integers and fractions meet, all are doubles. */
function holdsDoubles(structure: Structure): boolean {
  return typeof structure === 'string' ? structure === 'DOUBLE' : Object.values(structure).some(holdsDoubles)
}

/** All integers that are exact fit BIGINT; DuckDB would take UBIGINT where none happens to be negative. */
function signed(structure: Structure): Structure {
  if (typeof structure === 'string')
    return structure === 'UBIGINT' ? 'BIGINT' : structure === 'NULL' ? 'JSON' : structure
  if (Array.isArray(structure)) return structure.map(signed)
  return Object.fromEntries(Object.entries(structure).map(([name, field]) => [name, signed(field)]))
}
