import type { ColumnProfile } from '../../shared/profile.ts'
import type { DuckDbConnection } from '../duckdb.ts'
import { quoteName } from '../sql-text.ts'
import { isUnique, type ProfiledTable } from './duplicate-rows.ts'

const mostKeys = 10
const mostPairsTried = 40
const mostPairsCounted = 3
const sampleSizes = [10_000, 100_000, 1_000_000, 4_000_000]
const expectedRepeats = 5

/**
 * Columns, then pairs of columns, whose values are different in every row and never null. A pair counts only where
 * chance alone would have repeated at least five times (n² / 2 d₁d₂, the birthday problem) and neither of it is a key.
 * Floating-point, nested and unsupported columns are no keys. At most 10 columns and 3 pairs.
 */
export async function findCandidateKeys(
  table: ProfiledTable,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  if (table.rowCount < 2) return []
  const possible = table.columns.filter(mayBeKey)
  const singles = possible.filter(isUnique).map(({ name }) => [name])
  const pairs = pairsOf(
    possible.filter((column) => !isUnique(column)),
    table.rowCount,
  )
  let likely = pairs
  for (const rows of sampleSizes) {
    if (rows < table.rowCount) likely = await withoutRepeats(likely, firstRows(table, rows), connection, signal)
  }
  const unique = await withoutRepeats(likely.slice(0, mostPairsCounted), table.from, connection, signal)
  return [...singles.slice(0, mostKeys), ...unique]
}

function mayBeKey({ kind, sql_type, null_count, distinct_count }: ColumnProfile): boolean {
  const isKeyKind = kind === 'text' || kind === 'temporal' || (kind === 'numeric' && !/^(FLOAT|DOUBLE)$/.test(sql_type))
  return isKeyKind && null_count === 0 && (distinct_count ?? 0) > 1
}

/** The pairs that have enough combinations for every row and few enough to mean something, at most 40, the fewest first. */
function pairsOf(columns: ColumnProfile[], rowCount: number): string[][] {
  const mostCombinations = (rowCount * (rowCount - 1)) / 2 / expectedRepeats
  const distinct = columns.map(({ distinct_count }) => distinct_count ?? 0)
  const pairs: { names: string[]; combinations: number }[] = []
  for (const [i, first] of columns.entries()) {
    for (let j = i + 1; j < columns.length; j++) {
      const combinations = (distinct[i] as number) * (distinct[j] as number)
      if (combinations < rowCount || combinations > mostCombinations) continue
      if (pairs.length === mostPairsTried && combinations >= (pairs.at(-1)?.combinations ?? 0)) continue
      const place = pairs.findLastIndex((pair) => pair.combinations <= combinations) + 1
      pairs.splice(place, 0, { names: [first.name, (columns[j] as ColumnProfile).name], combinations })
      pairs.length = Math.min(pairs.length, mostPairsTried)
    }
  }
  return pairs.map(({ names }) => names)
}

function firstRows({ from }: ProfiledTable, rows: number): string {
  return `(FROM ${from} LIMIT ${rows})`
}

async function withoutRepeats(
  pairs: string[][],
  from: string,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<string[][]> {
  if (pairs.length === 0) return []
  const counts = pairs.map((names) => `count(DISTINCT hash(${names.map(quoteName).join(', ')}))::DOUBLE`)
  const { rows } = await connection.query(`SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM ${from}`, { signal })
  const [rowCount, ...distinct] = rows[0] as number[]
  return pairs.filter((_, index) => distinct[index] === rowCount)
}
