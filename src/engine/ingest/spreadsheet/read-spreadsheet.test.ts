import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../../test/table-file.ts'
import { type WrittenSheet, type WrittenWorkbook, writeWorkbook } from '../../../../test/workbook-file.ts'
import { writeZip } from '../../../../test/zip-file.ts'
import { openDuckDb } from '../../duckdb.ts'
import { toJsonValue } from '../../json-value.ts'
import { quoteText } from '../../sql-text.ts'
import { type IngestRequest, ingestFile } from '../ingest-file.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let workDir: string
let files = 0

beforeAll(async () => {
  directory = await temporaryDirectory()
  workDir = join(directory.path, 'work')
  await mkdir(workDir)
})
afterAll(() => directory?.remove())

const ingest = async (file: string, more: Partial<IngestRequest> = {}) => {
  const tableFile = `${file}.parquet`
  const request = { file, originalName: 'x.xlsx', tableFile, workDir, threads: 2, memoryLimitBytes: 512 * 2 ** 20 }
  const result = await ingestFile({ ...request, ...more })
  const db = await openDuckDb({ threads: 1, memoryLimitBytes: 256 * 2 ** 20, tempDir: join(workDir, 'spill') })
  const { columns, rows } = await db.query(`SELECT * FROM read_parquet(${quoteText(tableFile)}) LIMIT 1000`)
  db.close()
  const cells = rows.map((row) => row.map((cell, index) => toJsonValue(cell, columns[index]?.sqlType ?? '', 'string')))
  return { ...result, cells, types: columns.map(({ name, sqlType }) => `${name} ${sqlType}`) }
}

const load = async (rows: WrittenSheet['rows'], workbook: Partial<WrittenWorkbook> = {}) => {
  const file = join(directory.path, `${files++}.xlsx`)
  await writeWorkbook(file, { sheets: [{ name: 'Data', ...(rows ? { rows } : {}) }], ...workbook })
  return await ingest(file)
}

const day = (number: number) => ({ number, format: 'dd/mm/yyyy' })

test('columns have the types of their cells', async () => {
  const { types, cells, receipt, rowCount } = await load([
    ['id', 'name', 'share', 'born', 'seen', 'at', 'paid', 'code'],
    [
      1,
      'Ada',
      0.5,
      day(45_351),
      { number: 45_351.5, format: 'yyyy-mm-dd hh:mm' },
      { number: 0.25, format: 'hh:mm' },
      true,
      '007',
    ],
    [9_007_199_254_740_991, 'NA', -1e-7, day(61), day(1), { number: 0.75, format: 'hh:mm' }, false, '42'],
    [null, '', 1e21, null, null, null, null, '2024-01-01'],
  ])
  expect(types).toEqual([
    'id BIGINT',
    'name VARCHAR',
    'share DOUBLE',
    'born DATE',
    'seen TIMESTAMP',
    'at TIME',
    'paid BOOLEAN',
    'code VARCHAR',
  ])
  expect(cells).toEqual([
    ['1', 'Ada', '0.5', '2024-02-29', '2024-02-29T12:00:00', '06:00:00', true, '007'],
    ['9007199254740991', 'NA', '-1e-7', '1900-03-01', '1900-01-01T00:00:00', '18:00:00', false, '42'],
    [null, '', '1e+21', null, null, null, null, '2024-01-01'],
  ])
  expect(rowCount).toBe(3)
  expect(receipt).toMatchObject({ rows_loaded: 3, rows_rejected: 0, questions: [], lines: null })
  expect(receipt.format).toMatchObject({ type: 'xlsx', sheet: 'Data', header_rows: 1, skipped_rows: 0 })
})

test('a column of mixed cells keeps each as its text, and asks when nearly all have one type', async () => {
  const mixed = await load([['a'], [1], ['x'], [true], [day(45_351)], [0.1]])
  expect(mixed.types).toEqual(['a VARCHAR'])
  expect(mixed.cells.flat()).toEqual(['1', 'x', 'TRUE', '2024-02-29', '0.1'])
  expect(mixed.receipt.questions).toEqual([])
  const nearly = await load([['n', 'm'], ...Array.from({ length: 99 }, (_, row) => [row, row]), ['soon', 7]])
  expect(nearly.types).toEqual(['n VARCHAR', 'm BIGINT'])
  expect(nearly.receipt.questions).toMatchObject([
    { column: 'n', chosen: 'text', alternatives: [{ label: 'whole numbers' }] },
  ])
})

test('error cells are null beside values of a type, and counted', async () => {
  const { types, cells, receipt } = await load([
    ['n', 't'],
    [1, 'x'],
    [{ error: '#DIV/0!' }, { error: '#N/A' }],
    [{ error: '#DIV/0!' }, 'y'],
  ])
  expect(types).toEqual(['n BIGINT', 't VARCHAR'])
  expect(cells).toEqual([
    ['1', 'x'],
    [null, '#N/A'],
    [null, 'y'],
  ])
  expect(receipt.columns.map(({ null_values }) => null_values)).toEqual([[{ text: '#DIV/0!', count: 2 }], []])
})

test('a late text makes a column text, and an empty text is no text', async () => {
  const late = await load([['n'], ...Array.from({ length: 3000 }, (_, row) => [row]), ['end']])
  expect(late.types).toEqual(['n VARCHAR'])
  const empty = await load([
    ['n', 'k'],
    [1, 1],
    ['', 2],
    [3, 3],
  ])
  expect(empty.types).toEqual(['n BIGINT', 'k BIGINT'])
  expect(empty.cells.map(([n]) => n)).toEqual(['1', null, '3'])
})

test('whole numbers beyond a double keep every digit', async () => {
  const { types, cells } = await load([
    ['id'],
    [{ xml: '<c r="A2"><v>12345678901234567890</v></c>' }],
    [{ xml: '<c r="A3"><v>9007199254740993</v></c>' }],
  ])
  expect(types).toEqual(['id DECIMAL(38,0)'])
  expect(cells.flat()).toEqual(['12345678901234567890', '9007199254740993'])
})

test('titles above the table are left out and counted, margins are no columns', async () => {
  const { types, cells, receipt } = await load([
    ['Harbour visits'],
    [],
    [null, 'All figures of 2024'],
    [],
    [null, 'port', 'load', 'at'],
    [null, 'HAM', 1.5, day(45_351)],
    [null, 'RTM', 2, day(45_352)],
  ])
  expect(types).toEqual(['port VARCHAR', 'load DOUBLE', 'at DATE'])
  expect(cells).toHaveLength(2)
  expect(receipt.format).toMatchObject({ header_rows: 1, skipped_rows: 4, range: 'B5:D7' })
})

test.each<[string, WrittenSheet['rows'], string[], number]>([
  ['a header alone', [['a', 'b']], ['a VARCHAR', 'b VARCHAR'], 0],
  [
    'values without a header',
    [
      [1, 'x'],
      [2, 'y'],
    ],
    ['column_1 BIGINT', 'column_2 VARCHAR'],
    2,
  ],
  ['one number', [[1]], ['column_1 BIGINT'], 1],
  [
    'years above numbers',
    [
      ['port', 2023, 2024],
      ['HAM', 1.5, 2.5],
      ['RTM', 3, 4],
    ],
    ['port VARCHAR', '2023 DOUBLE', '2024 DOUBLE'],
    2,
  ],
  [
    'text above text',
    [
      ['name', 'city'],
      ['Ada', 'London'],
      ['Bo', 'Oslo'],
    ],
    ['name VARCHAR', 'city VARCHAR'],
    2,
  ],
  [
    'a column without a name',
    [
      ['a', null, 'c'],
      [1, 2, 3],
    ],
    ['a BIGINT', 'column_2 BIGINT', 'c BIGINT'],
    1,
  ],
  [
    'names twice',
    [
      ['a', 'a', 'A'],
      [1, 2, 3],
    ],
    ['a BIGINT', 'a_2 BIGINT', 'A_3 BIGINT'],
    1,
  ],
  ['a column without values', [['a', 'b'], [1], [2]], ['a BIGINT', 'b VARCHAR'], 2],
])('%s', async (_, rows, types, rowCount) => {
  const loaded = await load(rows)
  expect(loaded.types).toEqual(types)
  expect(loaded.rowCount).toBe(rowCount)
})

test('blank rows and cells between are gaps, not rows', async () => {
  const { rowCount, cells } = await load([['a', 'b'], [1, 2], [], [null, 3], [], [4]])
  expect(rowCount).toBe(3)
  expect(cells).toEqual([
    ['1', '2'],
    [null, '3'],
    ['4', null],
  ])
})

test('a value far beyond the table is kept in a column of its own', async () => {
  const rows = Array.from(
    { length: 2000 },
    (_, row) => `<row r="${row + 1}"><c r="B${row + 1}"><v>${row}</v></c></row>`,
  )
  const last = '<row r="1048576"><c r="A1048576"><v>5</v></c><c r="XFD1048576" t="str"><v>far away</v></c></row>'
  const file = join(directory.path, `${files++}.xlsx`)
  await writeWorkbook(file, {
    sheets: [{ name: 'S', xml: `<worksheet><sheetData>${rows.join('')}${last}</sheetData></worksheet>` }],
  })
  const { rowCount, types } = await ingest(file)
  expect(rowCount).toBe(2001)
  expect(types).toEqual(['column_1 BIGINT', 'column_2 BIGINT', 'column_3 VARCHAR'])
})

test('text comes through whatever is in it', async () => {
  const texts = [
    'a,b',
    '"q"',
    'line\nbreak',
    'line\r\nbreak',
    ' blanks ',
    "it's",
    '\\',
    '=1+1',
    '😀',
    'x'.repeat(40_000),
    'nul\0l',
    'NULL',
    '\t',
  ]
  const { cells } = await load([['t', 'n'], ...texts.map((text, index) => [text, index])])
  expect(cells.map(([text]) => text)).toEqual(texts.map((text) => text))
})

test('the first visible sheet with data is read, and the choice is said', async () => {
  const book = (sheets: WrittenSheet[]) => load(undefined, { sheets })
  const second = await book([
    { name: 'Empty', rows: [] },
    { name: 'Secret', state: 'hidden', rows: [['s'], [1]] },
    { name: 'Shown', rows: [['v'], [2]] },
    { name: 'Other', rows: [['o'], [3]] },
  ])
  expect(second.receipt.format.sheet).toBe('Shown')
  expect(second.receipt.format.evidence).toContainEqual(expect.objectContaining({ what: 'sheet', chosen: 'Shown' }))
  const hidden = await book([
    { name: 'Empty', rows: [] },
    { name: 'Secret', state: 'veryHidden', rows: [['s'], [1]] },
  ])
  expect(hidden.receipt.format.sheet).toBe('Secret')
  await expect(book([{ name: 'Empty', rows: [] }])).rejects.toMatchObject({ code: 'empty_file' })
  await expect(book([])).rejects.toMatchObject({ code: 'empty_file' })
})

test('hidden rows and columns are read', async () => {
  const { cells, rowCount } = await load(undefined, {
    sheets: [
      {
        name: 'S',
        before: '<cols><col min="2" max="2" hidden="1"/></cols>',
        rows: [
          ['a', 'b'],
          [1, 2],
          [3, 4],
        ],
      },
    ],
  })
  expect(rowCount).toBe(2)
  expect(cells).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
})

test('percents are the numbers that are shown, amounts those that are stored', async () => {
  const percent = (number: number) => ({ number, format: '0.0%' })
  const { types, cells, receipt } = await load([
    ['share', 'price', 'mixed', 'noted'],
    [percent(0.125), { number: 12.5, format: '[$€-407] #,##0.00' }, percent(0.5), percent(0.5)],
    [percent(0.07), { number: 3, format: '[$€-407] #,##0.00' }, 0.25, 'none'],
    [percent(1 / 3), { number: 4, format: '[$€-407] #,##0.00' }, 3, percent(0.25)],
    [percent(1e-9), { number: 5, format: '[$€-407] #,##0.00' }, 4, percent(0.75)],
  ])
  expect(types).toEqual(['share DOUBLE', 'price DOUBLE', 'mixed DOUBLE', 'noted VARCHAR'])
  expect(cells).toEqual([
    ['12.5', '12.5', '0.5', '0.5'],
    ['7', '3', '0.25', 'none'],
    ['33.33333333333333', '4', '3', '0.25'],
    ['1e-7', '5', '4', '0.75'],
  ])
  expect(receipt.columns.map(({ unit }) => unit)).toEqual(['percent', 'EUR', null, null])
  expect(receipt.columns[0]?.evidence).toContain('percent')
  expect(receipt.columns[1]?.evidence).toContain('EUR')
})

test('other archives are named, and nothing stays behind', async () => {
  const zip = async (...names: string[]) => {
    const file = join(directory.path, `${files++}.zip`)
    await writeZip(
      file,
      names.map((name) => ({ name, data: 'x' })),
    )
    return await ingest(file).catch((error) => error)
  }
  const unsupported = (sentence: string) => ({ code: 'unsupported_format', detail: expect.stringContaining(sentence) })
  expect(await zip('[Content_Types].xml', 'word/document.xml')).toMatchObject(unsupported('Word'))
  expect(await zip('[Content_Types].xml', 'xl/workbook.bin')).toMatchObject({ code: 'corrupt_file' })
  expect(await zip('mimetype', 'content.xml', 'META-INF/manifest.xml')).toMatchObject({ code: 'corrupt_file' })
  expect((await readdir(workDir)).filter((name) => name !== 'spill')).toEqual([])
})

test('progress goes up to the end, and the first rows come before it', async () => {
  const file = join(directory.path, `${files++}.xlsx`)
  await writeWorkbook(file, {
    sheets: [{ name: 'S', rows: [['n'], ...Array.from({ length: 20_000 }, (_, row) => [row])] }],
  })
  const done: number[] = []
  let preview = 0
  await ingest(file, {
    onProgress: ({ bytesDone }) => done.push(bytesDone),
    onPreview: ({ rows }) => {
      preview = rows.length
    },
  })
  expect(done.length).toBeGreaterThan(0)
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(preview).toBe(100)
})
