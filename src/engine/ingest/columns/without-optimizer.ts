import type { DuckDbConnection } from '../../duckdb.ts'

/** Does small work whose statements take longer to optimize than to run. */
export async function withoutOptimizer<T>(duck: DuckDbConnection, work: () => Promise<T>): Promise<T> {
  await duck.query('PRAGMA disable_optimizer')
  try {
    return await work()
  } finally {
    await duck.query('PRAGMA enable_optimizer')
  }
}
