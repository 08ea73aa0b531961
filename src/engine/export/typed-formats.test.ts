import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { tableFromIPC } from '@uwdata/flechette'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { ingestFile } from '../ingest/ingest-file.ts'
import { answerRows } from '../query/answer-rows.ts'
import { openTable } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { quoteText } from '../sql-text.ts'
import type { ExportQuestion } from './export-sql.ts'
import { startExport } from './start-export.ts'
import { checkFormat } from './write-export.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let files = 0

const limits = { threads: 2, memoryLimitBytes: 256 * 2 ** 20, maxTempBytes: 2 ** 30 }
const pace = { stallMs: 60_000, leastBytes: 0, othersWait: () => false }

beforeAll(async () => {
  directory = await temporaryDirectory()
})

afterAll(() => directory.remove())

const newPath = (name: string) => join(directory.path, `${files++} ${name}`)

const tableOf = async (select: string): Promise<string> => {
  const file = newPath('table.parquet')
  await writeTableFile(file, select)
  return file
}

const begin = (question: Pick<ExportQuestion, 'tableFile' | 'format'> & Partial<ExportQuestion>) =>
  startExport(
    { asText: false, guard: true, sort: [], ...question },
    newPath('work'),
    { ...limits, ...pace },
    new AbortController().signal,
  )

const everyKind = `
  SELECT * FROM (VALUES
    (0, 'plain', true, 9007199254740993::BIGINT, 1.10::DECIMAL(10,2), 12345678901234567.8::DECIMAL(20,1), 0.1::FLOAT,
      1e300::DOUBLE, DATE '2024-01-31', TIMESTAMP '2024-01-31 13:05:00', TIMESTAMPTZ '2024-01-31 13:05:00.5+02',
      TIME '13:05:00', '2024-01-31 13:05:00.123456789'::TIMESTAMP_NS, [{'a': 1::BIGINT}], 255::UTINYINT),
    (1, 'a "b" & <c>', false, -1, -0.05, 2.5, 'inf'::FLOAT, 'nan'::DOUBLE, DATE '9999-12-31',
      TIMESTAMP '2024-01-31 13:05:00.123456', TIMESTAMPTZ '1969-12-31 23:59:59.999+00', TIME '00:00:00.001',
      '2024-01-31 13:05:00.25'::TIMESTAMP_NS, [], 0),
    (2, '', NULL, NULL, NULL, NULL, NULL, '-inf'::DOUBLE, DATE '1900-02-28', TIMESTAMP '0044-03-15 00:00:00', NULL, NULL,
      NULL, NULL, NULL)
  ) AS t("number", "te""xt", "yes no", big, dec, wide, flo, dou, dat, stamp, zoned, clock, nano, list, small)`

test('Arrow holds every value in its own type, in one schema and many batches', async () => {
  const tableFile = await tableOf(everyKind)
  const table = tableFromIPC(await buffer((await begin({ tableFile, format: 'arrow' })).stream), {
    ...{ useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true },
  })
  const column = (name: string) => [...(table.getChild(name) ?? [])]
  expect(table.names).toEqual([
    ...['number', 'te"xt', 'yes no', 'big', 'dec', 'wide', 'flo', 'dou', 'dat', 'stamp', 'zoned', 'clock', 'nano'],
    ...['list', 'small'],
  ])
  expect(column('te"xt')).toEqual(['plain', 'a "b" & <c>', ''])
  expect(column('yes no')).toEqual([true, false, null])
  expect(column('big')).toEqual([9007199254740993n, -1n, null])
  expect(column('dec')).toEqual([110n, -5n, null])
  expect(column('wide')).toEqual([123456789012345678n, 25n, null])
  expect(column('flo')).toEqual([Math.fround(0.1), Number.POSITIVE_INFINITY, null])
  expect(column('dou')).toEqual([1e300, Number.NaN, Number.NEGATIVE_INFINITY])
  expect(column('dat')).toEqual([Date.UTC(2024, 0, 31), Date.UTC(9999, 11, 31), Date.UTC(1900, 1, 28)])
  expect(column('stamp')[1]).toBe(BigInt(Date.UTC(2024, 0, 31, 13, 5)) * 1000n + 123456n)
  expect(column('zoned')).toEqual([BigInt(Date.UTC(2024, 0, 31, 11, 5, 0, 500)) * 1000n, -1000n, null])
  expect(column('clock')).toEqual([47_100_000_000n, 1000n, null])
  expect(column('nano')[0]).toBe(BigInt(Date.UTC(2024, 0, 31, 13, 5)) * 1_000_000n + 123456789n)
  expect(column('list')).toEqual(['[{"a":1}]', '[]', null])
  expect(column('small')).toEqual([255, 0, null])
  const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, type]))
  expect(types).toMatchObject({
    dec: { precision: 10, scale: 2 },
    zoned: { timezone: 'UTC' },
    stamp: { timezone: null },
  })

  const long = await tableOf(`SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE repeat(i::VARCHAR, i % 5) END AS t,
    i % 3 = 0 AS b FROM range(100000) AS r(i)`)
  const filter = { column: 'i', op: 'gte' as const, value: 5 }
  const sort = [{ column: 'i', descending: true }]
  const { rowCount, stream } = await begin({ tableFile: long, format: 'arrow', filter, sort, columns: ['t', 'b', 'i'] })
  const many = tableFromIPC(await buffer(stream))
  expect([rowCount, many.numRows, many.names]).toEqual([99_995, 99_995, ['t', 'b', 'i']])
  expect(many.getChild('i')?.data.length).toBeGreaterThan(3)
  const wrong = many.toArray().findIndex(({ i, t, b }, index) => {
    const n = 99_999 - index
    return i !== n || b !== (n % 3 === 0) || t !== (n % 7 === 0 ? null : String(n).repeat(n % 5))
  })
  expect(wrong).toBe(-1)
  const none = await begin({ tableFile, format: 'arrow', q: 'nowhere' })
  expect(tableFromIPC(await buffer(none.stream))).toMatchObject({ numRows: 0, numCols: 15 })
  const texts = await begin({ tableFile, format: 'arrow', asText: true, columns: ['dec'] })
  expect([...(tableFromIPC(await buffer(texts.stream)).getChild('dec') ?? [])]).toEqual(['1.10', '-0.05', null])
})

const workbook = async (question: Omit<Parameters<typeof begin>[0], 'format'>): Promise<string> => {
  const file = newPath('book.xlsx')
  await pipeline((await begin({ ...question, format: 'xlsx' })).stream, createWriteStream(file))
  return file
}

/** As our own reader finds it, every cell as its text. */
const readBack = async (file: string, tableIndex = 0) => {
  const tableFile = newPath('back.parquet')
  const { receipt } = await ingestFile({
    ...{ file, originalName: 'book.xlsx', tableFile, workDir: directory.path, threads: 1, memoryLimitBytes: 256e6 },
    reading: { table_index: tableIndex },
  })
  const table = await openTable(tableFile, { ...limits, tempDir: newPath('spill') })
  try {
    const { columns, rows } = await answerRows(table, { tableFile, offset: 0, limit: 1000, sort: [] })
    return { types: Object.fromEntries(columns.map(({ name, sql_type }) => [name, sql_type])), rows, receipt }
  } finally {
    table.close()
  }
}

/** What the archive itself says. */
const partsOf = async (file: string): Promise<Record<string, string>> => {
  const zip = await openPromise(file, { autoClose: false })
  const parts: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) parts[entry.fileName] = await text(await zip.openReadStreamPromise(entry))
  zip.close()
  return parts
}

const cellsOf = (sheet: string) =>
  [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c(?: s="(\d+)")?(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs)].map(([, style, type, content]) => ({
      ...{ style, type, content: content?.replace(/<[^>]*>/g, '') },
    })),
  )

test('a workbook holds numbers, dates and truths as such where Excel does, and the rest as text', async () => {
  const file = await workbook({ tableFile: await tableOf(everyKind) })
  const { types, rows } = await readBack(file)
  expect(types).toMatchObject({ number: 'BIGINT', 'yes no': 'BOOLEAN', stamp: 'VARCHAR' })
  expect(rows[0]?.slice(0, 3)).toEqual([0, 'plain', true])
  expect(rows[1]?.[1]).toBe('a "b" & <c>')

  const parts = await partsOf(file)
  const [names = [], first = [], second = [], third = []] = cellsOf(parts['xl/worksheets/sheet1.xml'] as string)
  expect(names.map(({ style, content }) => [style, content])[1]).toEqual(['1', 'te&quot;xt'])
  const formats = [...(parts['xl/styles.xml'] as string).matchAll(/formatCode="([^"]*)"/g)].map(([, code]) => code)
  const said = (cells: typeof first) =>
    cells.map(({ style, type, content }) => [type ?? formats[Number(style) - 2], content])
  expect(said(first)).toEqual([
    ...[
      [undefined, '0'],
      ['inlineStr', 'plain'],
      ['b', '1'],
      ['inlineStr', '9007199254740993'],
      ['0.00', '1.10'],
    ],
    ...[
      ['inlineStr', '12345678901234567.8'],
      [undefined, '0.1'],
      [undefined, '1e+300'],
      ['yyyy-mm-dd', '45322'],
    ],
    ['yyyy-mm-dd hh:mm:ss', '45322.54513888889'],
    ['yyyy-mm-dd hh:mm:ss.000&quot;Z&quot;', '45322.4618113426'],
    ...[
      ['hh:mm:ss', '0.5451388888888888'],
      ['inlineStr', '2024-01-31T13:05:00.123456789'],
      ['inlineStr', '[{"a":1}]'],
    ],
    [undefined, '255'],
  ])
  expect(said(second).slice(3)).toEqual([
    ...[
      [undefined, '-1'],
      ['0.00', '-0.05'],
      ['0.0', '2.5'],
      ['inlineStr', 'Infinity'],
      ['inlineStr', 'NaN'],
    ],
    ...[
      ['yyyy-mm-dd', '2958465'],
      ['inlineStr', '2024-01-31T13:05:00.123456'],
    ],
    ['yyyy-mm-dd hh:mm:ss.000&quot;Z&quot;', '25568.999999988428'],
    ...[
      ['hh:mm:ss.000', '1.1574074074074074e-08'],
      ['inlineStr', '2024-01-31T13:05:00.25'],
      ['inlineStr', '[]'],
    ],
    [undefined, '0'],
  ])
  expect(said(third).map(([type, content]) => (type === undefined && content === undefined ? null : content))).toEqual([
    ...['2', '', null, null, null, null, null, '-Infinity', '1900-02-28', '0044-03-15T00:00:00'],
    ...[null, null, null, null, null],
  ])
  expect(parts['xl/worksheets/sheet1.xml']).toContain('state="frozen"')
  expect(Object.keys(parts)).not.toContain('xl/worksheets/notes.xml')
})

test('any text comes back as it was and is no formula; what is too long says so', async () => {
  const texts = [
    ...[
      '=1+1',
      '@x',
      ' two  blanks ',
      'line\nend',
      '\r\n',
      '\u0001',
      '_x0041_',
      '_x0041_x0042_',
      '_x004',
      'ä\u{1f600}',
    ],
    ...['</t>&amp;', '\ufffe', '\u0000z', "'", 'x'.repeat(32_767)],
  ]
  const values = [...texts, '\u{1f600}'.repeat(20_000)].map((value, index) => `(${index}, ${quoteText(value)})`)
  const tableFile = await tableOf(`SELECT * FROM (VALUES ${values.join(', ')}) AS v(n, "=t<&>")`)
  const file = await workbook({ tableFile })
  const { rows, types } = await readBack(file, 1)
  expect(Object.keys(types)).toEqual(['n', '=t<&>'])
  expect(rows.slice(0, -1).map(([, value]) => value)).toEqual(texts)
  const cut = rows.at(-1)?.[1] as string
  expect(cut).toHaveLength(32_766)
  expect(cut).toMatch(/^(\u{1f600})+ \[cut by Excel's limit: 40,000 characters\]$/u)
  const parts = await partsOf(file)
  expect(parts['xl/worksheets/sheet1.xml']).not.toContain('<f>')
  expect(parts['xl/workbook.xml']).toMatch(/name="Notes".*name="Data"/)
  expect(parts['xl/worksheets/notes.xml']).toContain('One text is longer than the 32,767 characters')
})

test('rows beyond a sheet go on on the next, and a first sheet says where', async () => {
  const tableFile = await tableOf('SELECT i FROM range(10000) AS r(i)')
  const file = await workbook({ tableFile, rowsPerSheet: 4500 })
  const parts = await partsOf(file)
  const rows = [1, 2, 3].map((number) => cellsOf(parts[`xl/worksheets/sheet${number}.xml`] as string))
  expect(rows.map((sheet) => sheet.length)).toEqual([4501, 4501, 1001])
  expect(rows.map((sheet) => [sheet[0]?.[0]?.content, sheet[1]?.[0]?.content, sheet.at(-1)?.[0]?.content])).toEqual([
    ['i', '0', '4499'],
    ['i', '4500', '8999'],
    ['i', '9000', '9999'],
  ])
  expect(cellsOf(parts['xl/worksheets/notes.xml'] as string).map(([cell]) => cell?.content)).toEqual([
    'These are 10,000 rows. A sheet of Excel holds 1,048,576, so they go on from sheet to sheet:',
    'Data: rows 1 to 4,500',
    'Data 2: rows 4,501 to 9,000',
    'Data 3: rows 9,001 to 10,000',
  ])
})

test('no rows are still a sheet with names, texts of the file are texts, and too many columns are refused', async () => {
  const wide = await tableOf(`SELECT ${Array.from({ length: 600 }, (_, index) => `${index} AS c${index}`).join(', ')}`)
  const empty = await partsOf(await workbook({ tableFile: wide, filter: { column: 'c0', op: 'gt', value: 5 } }))
  expect(cellsOf(empty['xl/worksheets/sheet1.xml'] as string)).toHaveLength(1)
  const full = cellsOf(
    (await partsOf(await workbook({ tableFile: wide, asText: true })))['xl/worksheets/sheet1.xml'] ?? '',
  )
  expect(full[1]).toHaveLength(600)
  expect(full[1]?.[599]).toMatchObject({ type: 'inlineStr', content: '599' })
  const column = { name: 'c', sql: 'c', sql_type: 'BOOLEAN', kind: 'boolean' as const, json: 'boolean' as const }
  const rows = { columns: Array(16_385).fill(column), from: '', count: undefined }
  const question = { tableFile: wide, asText: false, guard: true, sort: [] }
  expect(() => checkFormat(rows, { ...question, format: 'xlsx' })).toThrow(
    new QuestionError(
      'columns',
      'A sheet of Excel holds 16,384 columns, and these are 16,385. Export fewer columns, or all of them as CSV or Parquet.',
    ),
  )
  expect(() => checkFormat(rows, { ...question, format: 'arrow' })).not.toThrow()
})
