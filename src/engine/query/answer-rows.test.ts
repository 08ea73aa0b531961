import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { answerRows } from './answer-rows.ts'
import { openTable, type Table } from './open-table.ts'
import type { RowsQuestion, SortKey } from './query-pool.ts'
import { QuestionError } from './question-error.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let trips: Table
let tables = 0

const open = async (select: string, rowGroupSize?: number): Promise<Table> => {
  const file = join(directory.path, `table ${tables++}.parquet`)
  await writeTableFile(file, select, rowGroupSize)
  return await openTable(file, {
    threads: 2,
    memoryLimitBytes: 256 * 2 ** 20,
    maxTempBytes: 2 ** 30,
    tempDir: `${file}.spill`,
  })
}

const openForTest = async (select: string): Promise<Table> => {
  const table = await open(select)
  onTestFinished(() => table.close())
  return table
}

const ask = (table: Table, question: Partial<RowsQuestion> = {}) =>
  answerRows(table, { tableFile: '', offset: 0, limit: 100, sort: [], ...question })

type Trip = { id: number; port: string | null; load: number | null }

const ports = ['Hamburg', 'antwerp', null, 'Rotterdam', 'hamburg', '']
const rowCount = 10_000
const rows: Trip[] = Array.from({ length: rowCount }, (_, id) => ({
  id,
  port: ports[(id * 7 + (id >> 5)) % ports.length] ?? null,
  load: id % 11 === 0 ? null : (id * 7919) % 97,
}))

beforeAll(async () => {
  directory = await temporaryDirectory()
  const cells = rows.map(({ id, port, load }) => `(${id}, ${port === null ? 'NULL' : quoteText(port)}, ${load})`)
  const select = `SELECT id::INTEGER AS id, port, load::DOUBLE AS load FROM (VALUES ${cells.join(', ')}) AS t(id, port, load)`
  trips = await open(select)
})

afterAll(async () => {
  trips?.close()
  await directory?.remove()
})

const inFileOrder = ({ id, port, load }: Trip) => [id, port, load]

test.each([
  [0, 100],
  [0, 1],
  [2000, 100],
  [2047, 3],
  [9_990, 100],
  [10_000, 10],
  [123_456, 10],
  [0, 0],
])('the page of %i and %i rows from there stands in file order', async (offset, limit) => {
  const answer = await ask(trips, { offset, limit })
  expect(answer.rows).toEqual(rows.slice(offset, offset + limit).map(inFileOrder))
  expect(answer.row_numbers).toEqual(rows.slice(offset, offset + limit).map(({ id }) => id))
  expect(answer).toMatchObject({ total: rowCount, total_unfiltered: rowCount, offset, limit })
})

test('columns come in the order asked for', async () => {
  const answer = await ask(trips, { columns: ['load', 'id'], limit: 2 })
  expect(answer.columns).toEqual([
    { name: 'load', sql_type: 'DOUBLE', kind: 'numeric', json: 'number' },
    { name: 'id', sql_type: 'INTEGER', kind: 'numeric', json: 'number' },
  ])
  expect(answer.rows).toEqual([
    [null, 0],
    [62, 1],
  ])
})

/** Sorting as a person would describe it: by each key in turn, nulls last, and what ties stays in file order. */
function sorted(keys: SortKey[]): Trip[] {
  return rows.toSorted((a, b) => {
    for (const { column, descending } of keys) {
      const [x, y] = [a[column as keyof Trip], b[column as keyof Trip]]
      if (x === y) continue
      if (x === null) return 1
      if (y === null) return -1
      return (x < y ? -1 : 1) * (descending ? -1 : 1)
    }
    return a.id - b.id
  })
}

const sortKeys = fc.uniqueArray(
  fc.record({ column: fc.constantFrom('id', 'port', 'load'), descending: fc.boolean() }),
  {
    minLength: 1,
    selector: ({ column }) => column,
  },
)
const page = fc.record({ offset: fc.nat(rowCount + 50), limit: fc.integer({ min: 1, max: 50 }) })

test('any page of any sort is that of the sorted rows', async () => {
  await fc.assert(
    fc.asyncProperty(sortKeys, page, async (sort, { offset, limit }) => {
      const answer = await ask(trips, { sort, offset, limit })
      expect(answer.rows).toEqual(
        sorted(sort)
          .slice(offset, offset + limit)
          .map(inFileOrder),
      )
      expect(answer.total).toBe(rowCount)
    }),
    { numRuns: 60 },
  )
})

test('a filter, a search and a sort go together, on every page', async () => {
  const sort = [{ column: 'load', descending: true }]
  const left = sorted(sort).filter(
    ({ port, load }) => port?.toLowerCase().includes('hamb') && load !== null && load > 50,
  )
  for (const offset of [0, 7, left.length - 3, left.length, left.length + 1]) {
    const answer = await ask(trips, {
      sort,
      q: 'HAMB',
      filter: { column: 'load', op: 'gt', value: 50 },
      offset,
      limit: 20,
    })
    expect(answer.rows).toEqual(left.slice(offset, offset + 20).map(inFileOrder))
    expect(answer).toMatchObject({ total: left.length, total_unfiltered: rowCount })
  }
})

test('a search without text columns finds nothing, and a blank one leaves all rows', async () => {
  const numbers = await openForTest('SELECT 1 AS a')
  expect(await ask(numbers, { q: '1' })).toMatchObject({ rows: [], total: 0, total_unfiltered: 1 })
  expect(await ask(trips, { q: '  ' })).toMatchObject({ total: rowCount })
})

test('a table without rows answers with its columns', async () => {
  const empty = await openForTest('SELECT 1::BIGINT AS a, NULL::VARCHAR AS b WHERE false')
  const nothing = { rows: [], row_numbers: [], total: 0, total_unfiltered: 0 }
  expect(await ask(empty)).toMatchObject({ ...nothing, columns: [{ name: 'a' }, { name: 'b' }] })
  expect(await ask(empty, { sort: [{ column: 'b', descending: true }], q: 'x' })).toMatchObject(nothing)
})

const hostileNames = [
  'a "quoted" name',
  "it's",
  'with.dot',
  'Größe 😀',
  'select',
  ' leading and trailing ',
  'x'.repeat(300),
  'line\nbreak',
  '"; DROP TABLE data; --',
  '%_\\',
  '-minus',
  'file_row_number_2',
  'rowid',
  '*',
]

test('any column name can be shown, filtered and sorted', async () => {
  const columns = hostileNames.map((name, index) => `(i * ${index + 3}) % 7 AS ${quoteName(name)}`)
  const table = await openForTest(`SELECT ${columns.join(', ')} FROM range(50) AS r(i)`)
  expect([...table.columns.keys()]).toEqual(hostileNames)
  for (const [index, column] of hostileNames.entries()) {
    const cells = Array.from({ length: 50 }, (_, row) => ({ row, cell: (row * (index + 3)) % 7 }))
    const wanted = cells.filter(({ cell }) => cell >= 3).toSorted((a, b) => b.cell - a.cell || a.row - b.row)
    const answer = await ask(table, {
      columns: [column],
      filter: { column, op: 'gte', value: 3 },
      sort: [{ column, descending: true }],
    })
    expect(answer.rows).toEqual(wanted.map(({ cell }) => [cell]))
    expect(answer.row_numbers).toEqual(wanted.map(({ row }) => row))
  }
})

test('a table of many columns is read and searched some columns at a time', async () => {
  const width = 1201
  const columns = Array.from({ length: width }, (_, index) => `'${index}:' || i AS c${index}`)
  const table = await openForTest(`SELECT ${columns.join(', ')} FROM range(20) AS r(i)`)
  const answer = await ask(table, { sort: [{ column: 'c1200', descending: true }], q: '1150:1', limit: 2 })
  expect(answer.total).toBe(11)
  expect(answer.row_numbers).toEqual([19, 18])
  expect(answer.rows).toEqual([19, 18].map((row) => Array.from({ length: width }, (_, index) => `${index}:${row}`)))
})

test('values that a double cannot hold are strings throughout their column', async () => {
  const table = await openForTest(`SELECT * FROM (VALUES
    (1::BIGINT, 9007199254740993::BIGINT, 1::DECIMAL(9,2), '99999999999999999999999999999999999999'::DECIMAL(38,0), 5::UBIGINT),
    (NULL, 2, NULL, 1, NULL)) AS t(small, wide, money, huge, u)`)
  const answer = await ask(table)
  expect(answer.columns.map(({ json }) => json)).toEqual(['number', 'string', 'string', 'string', 'number'])
  expect(answer.rows[1]).toEqual([null, '2', null, '1', null])
  expect(answer.rows[0]?.[1]).toBe('9007199254740993')
})

test('wrong questions are refused with a sentence', async () => {
  const wrong = async (question: Partial<RowsQuestion>, path: string, sentence: string) => {
    const error = await ask(trips, question).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(QuestionError)
    expect(error).toMatchObject({ path, message: expect.stringContaining(sentence) })
  }
  await wrong({ columns: ['id', 'nope'] }, 'columns.1', 'There is no column "nope".')
  await wrong({ columns: ['id', 'id'] }, 'columns', '"id" is named twice')
  await wrong({ columns: [] }, 'columns', 'at least one column')
  await wrong({ sort: [{ column: 'ID', descending: false }] }, 'sort.0', 'Did you mean "id"?')
  await wrong({ q: 'x'.repeat(1001) }, 'q', 'at most 1000 characters')
})

test('an open table reads its file and nothing else, and writes nowhere', async () => {
  const table = await openForTest('SELECT 1 AS a')
  const { columns } = await table.query(`SELECT * FROM ${table.from}`)
  expect(columns).toHaveLength(1)
  const other = join(directory.path, 'table 0.parquet')
  for (const sql of [
    `SELECT * FROM read_text('/etc/passwd')`,
    `SELECT * FROM read_parquet(${quoteText(other)})`,
    `SELECT * FROM glob('/*')`,
    `COPY (SELECT 1) TO ${quoteText(join(directory.path, 'stolen.csv'))}`,
    `ATTACH ${quoteText(join(directory.path, 'x.db'))}`,
    `INSTALL httpfs`,
    `SET enable_external_access = true`,
    `SET allowed_paths = ['/']`,
    `SET memory_limit = '1TB'`,
    `SET threads = 64`,
    `RESET lock_configuration`,
  ]) {
    await expect(table.query(sql), sql).rejects.toThrow(/Permission Error|Invalid Input Error|configuration/)
  }
})
