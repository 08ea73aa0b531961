import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { sqlName, statisticDefinitions } from '../src/shared/statistic-definitions.ts'
import { temporaryDirectory } from './table-file.ts'

let db: Awaited<ReturnType<typeof openDuckDb>>
let directory: Awaited<ReturnType<typeof temporaryDirectory>>

beforeAll(async () => {
  directory = await temporaryDirectory()
  db = await openDuckDb({ threads: 1, memoryLimitBytes: 256 * 2 ** 20, tempDir: directory.path })
  await db.query(
    `CREATE TABLE data AS SELECT i::DOUBLE AS "a ""b"", c", 'x' || i AS text, i > 2 AS yes FROM range(9) t(i)`,
  )
})
afterAll(async () => {
  db?.close()
  await directory?.remove()
})

const ofText = new Set([
  'empty_count',
  'blank_count',
  'min_length',
  'max_length',
  'mean_length',
  'median_length',
  'length_histogram',
])

test.each(Object.entries(statisticDefinitions))(
  'the SQL that explains %s runs, whatever the column is called',
  async (name, { sql }) => {
    const column = name === 'true_count' ? 'yes' : ofText.has(name) ? 'text' : 'a "b", c'
    await expect(db.query(sql(sqlName(column)))).resolves.toBeDefined()
  },
)
