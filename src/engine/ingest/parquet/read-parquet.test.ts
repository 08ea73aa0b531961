import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DuckDb, openDuckDb } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { ingestFile } from '../ingest-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-parquet-'))
const file = join(folder, 'upload')
const tableFile = join(folder, 'table.parquet')
let duck: DuckDb

beforeAll(async () => {
  mkdirSync(join(folder, 'work'))
  duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(folder, 'spill') })
})

afterAll(() => {
  duck.close()
  rmSync(folder, { recursive: true })
})

const ingest = () =>
  ingestFile({ file, originalName: 'x', tableFile, workDir: join(folder, 'work'), threads: 2, memoryLimitBytes: 256e6 })

const write = (select: string, options = '') =>
  duck.query(`COPY (${select}) TO ${quoteText(file)} (FORMAT parquet ${options})`)

describe('readParquet', () => {
  test('keeps types, names, nulls and the order of rows', async () => {
    await write(`
      SELECT i::INTEGER AS "a b", (i / 8)::DECIMAL(18,3) AS price, CASE WHEN i % 3 = 0 THEN NULL ELSE i::FLOAT END AS f,
        [i, i + 1] AS list, {'x': i, 'y': 'z'} AS struct, MAP {'k': i} AS map, DATE '2024-01-31' + i::INTEGER AS d,
        TIMESTAMPTZ '2024-01-31 10:00:00+02' AS t, i::UBIGINT AS u, 'x'::BLOB AS b
      FROM range(40000) r(i)`)
    const { rowCount, columns, receipt } = await ingest()
    expect(rowCount).toBe(40_000)
    expect(columns.map(({ name, sql_type, kind, null_count }) => [name, sql_type, kind, null_count])).toEqual([
      ['a b', 'INTEGER', 'numeric', 0],
      ['price', 'DECIMAL(18,3)', 'numeric', 0],
      ['f', 'FLOAT', 'numeric', 13_334],
      ['list', 'BIGINT[]', 'nested', 0],
      ['struct', 'STRUCT(x BIGINT, y VARCHAR)', 'nested', 0],
      ['map', 'MAP(VARCHAR, BIGINT)', 'nested', 0],
      ['d', 'DATE', 'temporal', 0],
      ['t', 'TIMESTAMP WITH TIME ZONE', 'temporal', 0],
      ['u', 'UBIGINT', 'numeric', 0],
      ['b', 'BLOB', 'unsupported', 0],
    ])
    expect(receipt).toMatchObject({ rows_loaded: 40_000, rows_rejected: 0, lines: null, format: { type: 'parquet' } })
    const same = await duck.query(`
      SELECT count(*) FROM (FROM read_parquet(${quoteText(file)}) POSITIONAL JOIN
        (SELECT "a b" AS other, file_row_number AS place FROM read_parquet(${quoteText(tableFile)})))
      WHERE "a b" = other AND place = other`)
    expect(same.rows).toEqual([[40_000n]])
  })

  test('counts the nulls of nested columns', async () => {
    await write(
      'SELECT CASE WHEN i < 3 THEN [i] END AS list, CASE WHEN i < 7 THEN {a: i} END AS struct FROM range(10) r(i)',
    )
    expect((await ingest()).columns.map(({ null_count }) => null_count)).toEqual([7, 3])
  })

  test('gives a column another name when its own is taken by the number of the row', async () => {
    await write('SELECT 7 AS file_row_number, 8 AS filename')
    const { columns } = await ingest()
    expect(columns.map(({ name, source_name }) => [name, source_name])).toEqual([
      ['file_row_number_2', 'file_row_number'],
      ['filename', 'filename'],
    ])
  })

  test.each(['snappy', 'gzip', 'lz4', 'brotli', 'uncompressed'])('reads %s', async (codec) => {
    await write('SELECT i, i::VARCHAR AS s FROM range(1000) r(i)', `, COMPRESSION ${codec}`)
    expect((await ingest()).rowCount).toBe(1000)
  })

  test('reads a table without rows', async () => {
    await write('SELECT 1 AS a, [1] AS b WHERE false')
    expect(await ingest()).toMatchObject({ rowCount: 0, columns: [{ null_count: 0 }, { null_count: 0 }] })
  })

  test('says that a damaged file is damaged', async () => {
    await write('SELECT i, hash(i) AS h FROM range(20000) r(i)')
    const bytes = readFileSync(file)
    for (let from = bytes.length - 600; from < bytes.length - 20; from += 20) {
      const damaged = Buffer.from(bytes)
      damaged.fill(from % 40 === 0 ? 0xff : 0, from, from + 8)
      writeFileSync(file, damaged)
      const outcome = await ingest().then(
        () => 'loaded',
        (error) => error.code,
      )
      expect(['corrupt_file', 'loaded']).toContain(outcome)
    }
    writeFileSync(file, bytes.subarray(0, bytes.length - 5))
    await expect(ingest()).rejects.toMatchObject({ code: 'corrupt_file' })
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 500), Buffer.from('PAR1')]))
    await expect(ingest()).rejects.toMatchObject({ code: 'corrupt_file' })
  })

  test('says that an encrypted file is encrypted', async () => {
    writeFileSync(file, `PARE${'x'.repeat(100)}PARE`)
    await expect(ingest()).rejects.toMatchObject({ code: 'password_protected' })
  })
})
