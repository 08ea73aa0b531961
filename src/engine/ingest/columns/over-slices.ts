import { besideEachOther } from '../../beside-each-other.ts'
import type { DuckDb, DuckDbConnection } from '../../duckdb.ts'
import type { TextSource } from '../csv/text-source.ts'
import { withoutOptimizer } from './without-optimizer.ts'

const lanes = 2

/**
 * Does work on each of the slices of a table and answers in their order: on two connections beside each other where
 * there are several slices, each small enough for DuckDB's optimizer to cost more than it saves.
 */
export async function overSlices<Result>(
  duck: DuckDb,
  slices: TextSource[],
  signal: AbortSignal | undefined,
  work: (slice: TextSource, connection: DuckDbConnection, signal: AbortSignal | undefined) => Promise<Result>,
): Promise<Result[]> {
  const [only] = slices
  if (only && slices.length === 1) return [await work(only, duck, signal)]
  const results: Result[] = []
  const waiting = [...slices.entries()]
  const connections = await Promise.all(Array.from({ length: Math.min(lanes, slices.length) }, () => duck.beside()))
  await besideEachOther(connections, signal, (connection, laneSignal) =>
    withoutOptimizer(connection, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        laneSignal.throwIfAborted()
        results[next[0]] = await work(next[1], connection, laneSignal)
      }
    }),
  )
  return results
}
