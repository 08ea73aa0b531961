import type { Parameters } from '../duckdb.ts'
import { SqlError } from './sql-error.ts'

/** Refuses values for parameters that a statement does not have, and a statement whose parameters have no values. */
export function checkParameters(names: string[], parameters: Parameters = []): void {
  const given = Array.isArray(parameters) ? parameters.map((_, index) => String(index + 1)) : Object.keys(parameters)
  const missing = without(names, given)
  const unknown = without(given, names)
  if (missing.length > 0) throw new SqlError(`There is no value for ${listed(missing)} in "params".`)
  if (unknown.length > 0) throw new SqlError(`The query has no parameter ${listed(unknown)}.`)
}

function without(names: string[], others: string[]): string[] {
  const known = new Set(others.map((name) => name.toLowerCase()))
  return names.filter((name) => !known.has(name.toLowerCase()))
}

const listed = (names: string[]) => names.map((name) => `$${name}`).join(', ')
