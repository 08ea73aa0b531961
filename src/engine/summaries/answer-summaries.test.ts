import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import type { Bin } from '../../shared/profile.ts'
import type { Filter } from '../../shared/rows.ts'
import type { CountedColumn } from '../../shared/summaries.ts'
import { answerRows } from '../query/answer-rows.ts'
import { openTable, type Table } from '../query/open-table.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { answerSummaries } from './answer-summaries.ts'
import { answerValues } from './answer-values.ts'

/** Per column its type, its cells in turn, and bounds of bins or values to count. */
const shapes: Record<
  string,
  { type: string; cells: (string | null)[]; bounds?: Bin['lower'][]; values?: (string | number | boolean)[] }
> = {
  'a "b", c': { type: 'INTEGER', cells: ['0', '1', '5', '9', '10', '-3', null], bounds: [-5, 0, 5, 10] },
  tiny: { type: 'TINYINT', cells: ['-128', '127', '0', null], bounds: [-200, -128, -0.5, 0, 127, 200] },
  byte: { type: 'UTINYINT', cells: ['0', '255', '128', null], bounds: [0, 128, 256] },
  beyond: {
    type: 'BIGINT',
    cells: ['9007199254740993', '9007199254740992', '-9223372036854775808', '9223372036854775807'],
    bounds: [-1e19, 0, 9007199254740992, 1e19],
  },
  money: {
    type: 'DECIMAL(9,2)',
    cells: ['0.10', '0.09', '0.30', '-12.34', '9999999.99', null],
    bounds: [-12.34, 0.1, 0.3, 9999999.99],
  },
  wide: { type: 'DECIMAL(38,0)', cells: ['99999999999999999999999999999999999999', '-1', '0'], bounds: [-1, 0, 1e38] },
  real: {
    type: 'DOUBLE',
    cells: ['0.1', '0.2', '0.30000000000000004', '0.3', '-0.0', 'Infinity', '-Infinity', 'NaN', '5e-324', null],
    bounds: [0, 0.1, 0.2, 0.3, 0.4],
  },
  below: { type: 'DOUBLE', cells: ['-1', '-0.5', '-1e308', '1e308', 'NaN'], bounds: [-1e308, -1, -0.5, 1e308] },
  float: {
    type: 'FLOAT',
    cells: ['0.1', '0.2', '-0.1', '16777216', 'NaN', null],
    bounds: [-0.1, 0, 0.1, 0.2, 16777216],
  },
  day: {
    type: 'DATE',
    cells: ['2024-01-31', '2024-02-01', '1969-12-31', 'infinity', null],
    bounds: ['1969-01-01', '1970-01-01', '2024-02-01', '2024-03-01'],
  },
  moment: {
    type: 'TIMESTAMP',
    cells: ['2024-01-31T00:00:00', '2024-01-30T23:59:59.999999', '-infinity', null],
    bounds: ['2024-01-01T00:00:00', '2024-01-31T00:00:00', '2024-02-01T00:00:00'],
  },
  nanos: {
    type: 'TIMESTAMP_NS',
    cells: ['2024-01-31T00:00:00.000000001', '2024-01-30T23:59:59.999999999'],
    bounds: ['2024-01-30T00:00:00', '2024-01-31T00:00:00', '2024-02-01T00:00:00'],
  },
  zoned: {
    type: 'TIMESTAMP WITH TIME ZONE',
    cells: ['2024-01-31T00:00:00Z', '2024-01-31T00:30:00+01:00', null],
    bounds: ['2024-01-30T00:00:00Z', '2024-01-31T00:00:00Z', '2024-02-01T00:00:00Z'],
  },
  clock: {
    type: 'TIME',
    cells: ['00:00:00', '11:59:59.999999', '12:00:00', '23:59:59', null],
    bounds: ['00:00:00', '12:00:00', '23:59:59'],
  },
  text: {
    type: 'VARCHAR',
    cells: ["it's", '', 'Straße', 'straße', 'x\u0000y', null],
    values: ["it's", '', 'Straße', 'x\u0000y', 'nowhere'],
  },
  yes: { type: 'BOOLEAN', cells: ['true', 'true', 'false', null], values: [true, false] },
  same: { type: 'DECIMAL(9,2)', cells: ['7.00'], values: ['7.00'] },
  none: { type: 'VARCHAR', cells: [null], values: [] },
  list: { type: 'INTEGER[]', cells: ['[1]', null], values: ['[1]'] },
}
const names = Object.keys(shapes)
const counted: CountedColumn[] = names.map((name) => {
  const { bounds = [], values = [] } = shapes[name] ?? {}
  return {
    name,
    histogram: bounds.slice(1).map((upper, index) => ({ lower: bounds[index] as Bin['lower'], upper, count: 0 })),
    top_values: values.map((value) => ({ value, count: 0 })),
  }
})

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let table: Table

beforeAll(async () => {
  directory = await temporaryDirectory()
  const file = join(directory.path, 'table.parquet')
  const rows = Array.from({ length: 500 }, (_, row) =>
    names.map((name, column) => {
      const { type, cells } = shapes[name] as (typeof shapes)[string]
      const cell = cells[(row * (column + 3) + (row >> 2)) % cells.length] ?? null
      return cell === null ? `NULL::${type}` : `${quoteText(cell)}::${type}`
    }),
  )
  await writeTableFile(
    file,
    `SELECT * FROM (VALUES ${rows.map((row) => `(${row})`)}) AS t(${names.map(quoteName)})`,
    100,
  )
  const limits = {
    threads: 2,
    memoryLimitBytes: 256 * 2 ** 20,
    maxTempBytes: 2 ** 30,
    tempDir: join(directory.path, 'spill'),
  }
  table = await openTable(file, limits)
})

afterAll(async () => {
  table?.close()
  await directory?.remove()
})

/** How many rows a filter leaves, found by the rows themselves. */
const rowsOf = async (filter: Filter): Promise<number> =>
  (await answerRows(table, { tableFile: '', offset: 0, limit: 1, sort: [], filter, columns: ['yes'] })).total

test.each<[string, Filter | undefined, string | undefined]>([
  ['no filter', undefined, undefined],
  ['a filter on one of them', { column: 'money', op: 'gte', value: '0.1' }, undefined],
  ['nulls of one of them', { column: 'real', op: 'is_null' }, undefined],
  [
    'alternatives and a search',
    { or: [{ column: 'yes', op: 'eq', value: true }, { not: { column: 'day', op: 'lt', value: '2024-02-01' } }] },
    'STRASSE'.slice(0, 4),
  ],
  ['nothing left', { column: 'text', op: 'eq', value: 'nowhere' }, undefined],
])('every bin and value holds what its own filter would find, with %s', async (_, filter, q) => {
  const summaries = await answerSummaries(table, { about: 'summaries', tableFile: '', filter, q, columns: counted })
  const search: Filter[] = q === undefined ? [] : [{ column: 'text', op: 'contains', value: q }]
  const among = (part: Filter) => rowsOf({ and: [...(filter ? [filter] : []), ...search, part] })
  expect(summaries.total).toBe(await among({ and: [] }))
  for (const { name, count, null_count, histogram, top_values } of summaries.columns) {
    expect(count).toBe(summaries.total)
    expect({ name, nulls: null_count }).toEqual({ name, nulls: await among({ column: name, op: 'is_null' }) })
    expect(histogram.length).toBe(Math.max(0, (shapes[name]?.bounds?.length ?? 0) - 1))
    for (const [index, bin] of histogram.entries()) {
      const op = index === histogram.length - 1 ? 'lte' : 'lt'
      const part: Filter = {
        and: [
          { column: name, op: 'gte', value: bin.lower },
          { column: name, op, value: bin.upper },
        ],
      }
      expect({ name, bin }).toEqual({ name, bin: { ...bin, count: await among(part) } })
    }
    for (const { value, count: found } of top_values) {
      expect({ name, value, found }).toEqual({ name, value, found: await among({ column: name, op: 'eq', value }) })
    }
  }
})

test('columns come in the order asked for, and an unknown one is named', async () => {
  const question = { about: 'summaries' as const, tableFile: '' }
  const { columns } = await answerSummaries(table, { ...question, columns: [...counted].reverse() })
  expect(columns.map(({ name }) => name)).toEqual([...names].reverse())
  const unknown = answerSummaries(table, { ...question, columns: [{ name: 'nope', histogram: [], top_values: [] }] })
  await expect(unknown).rejects.toMatchObject({ path: 'columns.0' })
})

test('values that match, the most frequent first, among the rows of a filter', async () => {
  const ask = (column: string, text: string, limit = 10, filter?: Filter) =>
    answerValues(table, { about: 'values', tableFile: '', column, text, limit, filter })
  const { values } = await ask('text', 'STRA')
  expect(values.map(({ value }) => value).sort()).toEqual(['Straße', 'straße'])
  for (const { value, count } of values) expect(count).toBe(await rowsOf({ column: 'text', op: 'eq', value }))
  expect(await ask('text', '', 2)).toMatchObject({ values: [{}, {}], has_more: true })
  expect((await ask('money', '12.3')).values.map(({ value }) => value)).toEqual(['-12.34'])
  expect(
    (await ask('yes', '', 10, { column: 'yes', op: 'eq', value: false })).values.map(({ value }) => value),
  ).toEqual([false])
  await expect(ask('list', '')).rejects.toMatchObject({ path: 'column' })
})
