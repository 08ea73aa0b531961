import { expect, test } from 'vitest'
import { duckDbVersion } from './duckdb.ts'
import { installedDuckDb } from './duckdb-version.ts'

test('the package tells the version that DuckDB itself tells', () => {
  expect(`v${installedDuckDb}`).toBe(duckDbVersion)
})
