import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import type { ColumnInfo } from '../../shared/dataset.ts'
import { profileSample } from './profile-sample.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>

beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory.remove())

const request = (tableFile: string, columns: Pick<ColumnInfo, 'name' | 'sql_type' | 'kind' | 'null_count'>[]) => ({
  tableFile,
  columns: columns.map((column) => ({ ...column, source_name: column.name })),
  ...{ threads: 2, memoryLimitBytes: 1e9, workDir: directory.path },
})

test('the first profile of many rows rests on some of them, from all over the table, and says so', async () => {
  const file = join(directory.path, 'long.parquet')
  await writeTableFile(
    file,
    `SELECT i AS n, CASE WHEN i % 4 > 0 THEN 'x' || i % 3 END AS "a ""text"" " FROM range(250000) t(i)`,
  )
  const columns = [
    { name: 'n', sql_type: 'BIGINT', kind: 'numeric' as const, null_count: 0 },
    { name: 'a "text" ', sql_type: 'VARCHAR', kind: 'text' as const, null_count: 62_500 },
  ]
  const profile = await profileSample({ ...request(file, columns), rowCount: 250_000 })
  expect(profile).toMatchObject({
    ...{ row_count: 250_000, column_count: 2, null_cell_count: 62_500, empty_column_count: 0 },
    ...{ partial: { rows: 9990, of: 250_000 }, alerts: [], insights: [], candidate_keys: [] },
    columns: [
      { name: 'n', count: 9990, min: 0, max: 249_999 },
      {
        name: 'a "text" ',
        count: 9990,
        null_count: expect.closeTo(2497, -2),
        distinct_count: 3,
        distinct_is_exact: false,
      },
    ],
  })
  // The mean of blocks that lie evenly is that of the table.
  expect(profile?.columns[0]?.mean).toBeCloseTo(124_999.5, -1)
})

test('the first profile of many columns has the first hundred', async () => {
  const file = join(directory.path, 'wide.parquet')
  const names = Array.from({ length: 300 }, (_, index) => `column ${index}`)
  await writeTableFile(file, `SELECT ${names.map((name) => `i AS "${name}"`)} FROM range(7000) t(i)`)
  const columns = names.map((name) => ({ name, sql_type: 'BIGINT', kind: 'numeric' as const, null_count: 0 }))
  const profile = await profileSample({ ...request(file, columns), rowCount: 7000 })
  expect(profile).toMatchObject({ column_count: 300, row_count: 7000, partial: { rows: 1500, of: 7000 } })
  expect(profile?.columns.map(({ name }) => name)).toEqual(names.slice(0, 100))
})

test('a table that is done soon has no first profile', async () => {
  const columns = [{ name: 'n', sql_type: 'BIGINT', kind: 'numeric' as const, null_count: 0 }]
  expect(await profileSample({ ...request('unread.parquet', columns), rowCount: 200_000 })).toBeUndefined()
})
