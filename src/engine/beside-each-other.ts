import type { DuckDbConnection } from './duckdb.ts'

/** Works on every connection at once; the first failure stops the others, and none is left running. */
export async function besideEachOther(
  connections: DuckDbConnection[],
  outerSignal: AbortSignal | undefined,
  work: (connection: DuckDbConnection, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController()
  const signal = outerSignal ? AbortSignal.any([outerSignal, failing.signal]) : failing.signal
  const workOrFail = (connection: DuckDbConnection) =>
    work(connection, signal).catch((error: unknown) => failing.abort(error))
  await Promise.all(connections.map(workOrFail))
  signal.throwIfAborted()
}
