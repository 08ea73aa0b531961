import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../../test/table-file.ts'
import { type DuckDb, openDuckDb } from '../../duckdb.ts'
import { parquetSql } from '../../sql-text.ts'
import { writeBeside } from '../write-table.ts'
import { putBeside } from './put-beside.ts'

let duck: DuckDb
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
  duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(directory.path, 'spill') })
})
afterAll(async () => {
  duck.close()
  await directory.remove()
})

const kinds = (name: string) => [
  `r AS "${name}, a number"`,
  `'text ' || r % 7 AS "${name} ""text"""`,
  `CASE WHEN r % 3 > 0 THEN (r / 2)::DECIMAL(38, 2) END AS "${name}_decimal"`,
  `[r, NULL] AS "${name}_list"`,
  `{'a': r, 'b': r % 2 = 0} AS "${name}_struct"`,
  `md5(r::VARCHAR) AS "${name}_hash"`,
  `NULL::DATE AS "${name}_empty"`,
]

async function writeParts(rows: number, rowGroups: [number, number]): Promise<[string, string]> {
  const [left, right] = [join(directory.path, 'left.parquet'), join(directory.path, 'right.parquet')]
  await writeTableFile(left, `SELECT ${kinds('left')} FROM range(${rows}) t(r)`, rowGroups[0])
  await writeTableFile(right, `SELECT ${kinds('right')} FROM range(${rows}) t(r)`, rowGroups[1])
  return [left, right]
}

const rowsOf = async (sql: string) => (await duck.query(sql)).rows

test.each([0, 1, 5000])('of %i rows, columns of two files are those of one, values and statistics', async (rows) => {
  const [left, right] = await writeParts(rows, [2048, 2048])
  const both = join(directory.path, 'both.parquet')
  expect(await putBeside([left, right], both)).toBe(true)
  const joined = `${parquetSql(left)} POSITIONAL JOIN ${parquetSql(right)}`
  expect(await rowsOf(`DESCRIBE FROM ${parquetSql(both)}`)).toEqual(await rowsOf(`DESCRIBE FROM ${joined}`))
  expect(await rowsOf(`FROM ${parquetSql(both)}`)).toEqual(await rowsOf(`FROM ${joined}`))
  const found = `"right ""text""" = 'text 3' AND "left, a number" BETWEEN 2040 AND 2060`
  expect(await rowsOf(`FROM ${parquetSql(both)} WHERE ${found}`)).toEqual(await rowsOf(`FROM ${joined} WHERE ${found}`))
  const facts = `SELECT path_in_schema, row_group_id, num_values, stats_min, stats_max, stats_null_count FROM`
  expect(await rowsOf(`${facts} parquet_metadata('${both}') ORDER BY ALL`)).toEqual(
    await rowsOf(`${facts} parquet_metadata(['${left}', '${right}']) ORDER BY ALL`),
  )
})

test('files that divide their rows differently are read and written again', async () => {
  const [left, right] = await writeParts(5000, [2048, 4096])
  const both = join(directory.path, 'uneven.parquet')
  expect(await putBeside([left, right], both)).toBe(false)
  expect(existsSync(both)).toBe(false)
  const pieces = [left, right].map((file) => ({ file, table: { rowCount: 5000, columns: [] } }))
  await writeBeside(duck, pieces, both)
  const joined = `${parquetSql(left)} POSITIONAL JOIN ${parquetSql(right)}`
  expect(await rowsOf(`FROM ${parquetSql(both)}`)).toEqual(await rowsOf(`FROM ${joined}`))
})
