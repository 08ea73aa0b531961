import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DuckDb, openDuckDb } from '../../duckdb.ts'
import { toJsonValue } from '../../json-value.ts'
import { quoteText } from '../../sql-text.ts'
import { ingestFile } from '../ingest-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-json-'))
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

type Row = Record<string, unknown>
type Table = { names: string[]; rows: Row[] }

const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((value) => `t${value}`)
const cells = {
  text,
  integer: fc.maxSafeInteger(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  boolean: fc.boolean(),
  list: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
  object: fc.record({ x: fc.integer(), y: text }),
}

/** Columns of one kind of values each, with nulls here and there; the first one has none, so that no row is empty. */
const table: fc.Arbitrary<Table> = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][a-z ._"é-]{0,6}$/), fc.constantFrom(...Object.keys(cells))), {
    minLength: 2,
    maxLength: 5,
    selector: ([name]) => name.trim().toLowerCase(),
  })
  .chain((columns) => {
    const names = columns.map(([name]) => name)
    const row = fc.tuple(
      ...columns.map(([, kind], place) => {
        const cell = cells[kind as keyof typeof cells] as fc.Arbitrary<unknown>
        return place === 0 ? cell : fc.option(cell, { freq: 5 })
      }),
    )
    const rows = fc.array(row, { minLength: 2, maxLength: 6 })
    return rows.map((values) => ({
      names,
      rows: values.map((cellsOf) => Object.fromEntries(names.map((name, place) => [name, cellsOf[place]]))),
    }))
  })

const valuesOf = ({ names, rows }: Table) => rows.map((row) => names.map((name) => row[name]))

/** The same table in every way that people write one. */
const layouts: Record<string, (given: Table) => string> = {
  list: ({ rows }) => JSON.stringify(rows),
  pretty: ({ rows }) => JSON.stringify(rows, null, 2),
  lines: ({ rows }) => rows.map((row) => JSON.stringify(row)).join('\r\n'),
  'one after another': ({ rows }) => rows.map((row) => JSON.stringify(row, null, 1)).join(''),
  sequence: ({ rows }) => rows.map((row) => `\x1e${JSON.stringify(row)}\n`).join(''),
  below: ({ rows }) =>
    JSON.stringify({ meta: { count: rows.length, links: ['a'] }, page: { results: rows }, next: null }),
  split: (given) => JSON.stringify({ columns: given.names, index: given.rows.map((_, n) => n), data: valuesOf(given) }),
  records: ({ rows }) => JSON.stringify({ schema: { fields: [{ name: 'a' }, { name: 'b' }] }, data: rows }),
}

test('a table in any layout is read back value by value', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(...Object.keys(layouts)), async (given, layout) => {
      writeFileSync(file, (layouts[layout] as (given: Table) => string)(given))
      const { columns } = await ingestFile({
        ...{ file, originalName: 'x', tableFile, workDir: join(folder, 'work') },
        ...{ threads: 1, memoryLimitBytes: 256e6 },
      })
      expect(columns.map(({ source_name }) => source_name)).toEqual(given.names)
      expect(await readBack(columns)).toEqual(valuesOf(given))
    }),
    { numRuns: 25, seed: 20_240_131, endOnFailure: true },
  )
})

async function readBack(columns: { sql_type: string; kind: string }[]): Promise<unknown[][]> {
  const { rows } = await duck.query(`FROM read_parquet(${quoteText(tableFile)})`)
  return rows.map((row) =>
    row.map((value, place) => {
      const { sql_type: sqlType, kind } = columns[place] as { sql_type: string; kind: string }
      if (sqlType.startsWith('DECIMAL')) return value === null ? null : Number(String(value))
      const json = kind === 'nested' ? 'object' : typeof value === 'boolean' ? 'boolean' : 'number'
      return toJsonValue(value, sqlType, json)
    }),
  )
}
