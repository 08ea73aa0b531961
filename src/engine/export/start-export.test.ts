import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { answerRows } from '../query/answer-rows.ts'
import { openTable } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import type { ExportQuestion } from './export-sql.ts'
import { startExport } from './start-export.ts'

const everyKind = `
  SELECT * FROM (VALUES
    (0, 'plain', true, 9007199254740993::BIGINT, 1.10::DECIMAL(10,2), 0.1::FLOAT, 1e300::DOUBLE, DATE '2024-01-31',
      TIMESTAMP '2024-01-31 13:05:00', TIMESTAMPTZ '2024-01-31 13:05:00.5+02', TIME '13:05:00',
      [{'a': 1::BIGINT, 'b': [TIMESTAMP '2024-01-31 13:05:00']}], MAP {'x': 0.5::DECIMAL(5,2)}, '{"n": 1.50}'::JSON),
    (1, 'a "b", c' || chr(10) || 'd', false, -1, -0.05, 'inf'::FLOAT, 'nan'::DOUBLE, DATE '9999-12-31',
      TIMESTAMP '2024-01-31 13:05:00.123456', NULL, NULL, [NULL], MAP {}, '[]'::JSON),
    (2, '', NULL, NULL, NULL, NULL, '-inf'::DOUBLE, NULL, '0044-03-15 (BC) 00:00:00'::TIMESTAMP,
      TIMESTAMPTZ '1900-01-01 00:00:00+00', NULL, [], NULL, NULL),
    (3, NULL, NULL, NULL, NULL, 1.5, 0.1, NULL, NULL, NULL, NULL,
      [{'a': 9007199254740993, 'b': NULL}, {'a': NULL, 'b': []}], MAP {'y z': NULL}, '"text"'::JSON)
  ) AS t("number", "te""xt", "yes no", "b.i.g", dec, flo, dou, dat, stamp, zoned, clock, list, map, json)`

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let tableFile: string
let exported = 0

const limits = {
  ...{ threads: 2, memoryLimitBytes: 256 * 2 ** 20, maxTempBytes: 2 ** 30 },
  ...{ stallMs: 60_000, leastBytes: 0, othersWait: () => false },
}
const signal = new AbortController().signal

beforeAll(async () => {
  directory = await temporaryDirectory()
  tableFile = join(directory.path, 'every kind.parquet')
  await writeTableFile(tableFile, everyKind)
})

afterAll(() => directory.remove())

const begin = (question: Partial<ExportQuestion>, more: object = {}, stop = signal) =>
  startExport(
    { tableFile, asText: false, format: 'ndjson', guard: true, sort: [], ...question },
    join(directory.path, `export ${exported++}`),
    { ...limits, ...more },
    stop,
  )

const whole = async (question: Partial<ExportQuestion>, more?: object) => {
  const { rowCount, stream } = await begin(question, more)
  return { rowCount, content: await text(stream) }
}

const rowsOf = async (file: string, columns?: string[]) => {
  const table = await openTable(file, { ...limits, tempDir: join(directory.path, 'spilled') })
  try {
    return await answerRows(table, { tableFile: file, offset: 0, limit: 1000, sort: [], columns })
  } finally {
    table.close()
  }
}

test('JSON says what the rows of the API say, of every type', async () => {
  const { columns, rows } = await rowsOf(tableFile)
  const expected = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])))
  const { rowCount, content } = await whole({ format: 'json' })
  expect(rowCount).toBe(4)
  expect(JSON.parse(content)).toEqual(expected)
  const lines = (await whole({ format: 'ndjson' })).content.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(expected)
})

test('Parquet holds the same values in the same types, sorted and of some columns where that is asked', async () => {
  const file = join(directory.path, 'exported.parquet')
  const { stream } = await begin({ format: 'parquet' })
  await writeFile(file, stream)
  expect(await rowsOf(file)).toEqual(await rowsOf(tableFile))
  const sorted = await begin({ format: 'parquet', columns: ['b.i.g'], sort: [{ column: 'number', descending: true }] })
  await writeFile(file, sorted.stream)
  expect((await rowsOf(file)).rows).toEqual([[null], [null], ['-1'], ['9007199254740993']])
})

test('CSV tells null from the empty text, quotes what it must, and writes values as the API does', async () => {
  const { content } = await whole({
    format: 'csv',
    columns: ['te"xt', 'dec', 'flo', 'dou', 'stamp', 'zoned', 'list'],
  })
  expect(content).toBe(
    [
      '"te""xt",dec,flo,dou,stamp,zoned,list',
      'plain,1.10,0.1,1e+300,2024-01-31T13:05:00,2024-01-31T11:05:00.5Z,"[{""a"":1,""b"":[""2024-01-31T13:05:00""]}]"',
      '"a ""b"", c\nd",-0.05,Infinity,NaN,2024-01-31T13:05:00.123456,,[null]',
      '"",,,-Infinity,0044-03-15 (BC) 00:00:00,1900-01-01T00:00:00Z,[]',
      ',,1.5,0.1,,,"[{""a"":""9007199254740993"",""b"":null},{""a"":null,""b"":[]}]"',
      '',
    ].join('\n'),
  )
})

test('a formula gets an apostrophe unless it is a number or nobody wants one', async () => {
  const file = join(directory.path, 'formulas.parquet')
  const texts = ['=1+1', '+49 40 1', '-2.5', '-x', '@a', '\t=1', '\n=1', "'", 'a=b', '-1e5', '-']
  const values = texts.map((value) => `('${value.replaceAll("'", "''")}')`).join(', ')
  await writeTableFile(file, `SELECT t AS "=name" FROM (VALUES ${values}) AS v(t)`)
  const lines = async (guard: boolean) =>
    (await whole({ tableFile: file, format: 'tsv', guard })).content.trimEnd().split('\n')
  expect(await lines(true)).toEqual([
    ...["'=name", "'=1+1", "'+49 40 1", '-2.5', "'-x", "'@a", '"\'\t=1"', '"\'', '=1"', "'", 'a=b', '-1e5', "'-"],
  ])
  expect(await lines(false)).toEqual([
    '=name',
    ...texts.map((value) => (/[\t\n]/.test(value) ? `"${value}"` : value)).flatMap((line) => line.split('\n')),
  ])
  expect((await whole({ tableFile: file, format: 'json' })).content).toContain('{"=name":"=1+1"}')
})

test('a guarded table of many columns takes little memory', async () => {
  const file = join(directory.path, 'wide.parquet')
  const names = Array.from({ length: 400 }, (_, index) => `'=' || i AS "c${index}"`)
  await writeTableFile(file, `SELECT ${names.join(', ')} FROM range(3) AS r(i)`)
  const lines = (await whole({ tableFile: file, format: 'csv' })).content.split('\n')
  expect(lines[3]).toBe(Array(400).fill("'=2").join())
})

test('a lone column of nulls has a line for each row', async () => {
  const { content } = await whole({ format: 'csv', columns: ['clock'] })
  expect(content).toBe('clock\n13:05:00\n""\n""\n""\n')
})

test('many rows arrive in their order, through a pipe and through a file', async () => {
  const file = join(directory.path, 'many.parquet')
  await writeTableFile(file, `SELECT i, 'row ' || i AS t FROM range(200000) AS r(i)`)
  const filter = { column: 'i', op: 'gte' as const, value: 100 }
  const question = { tableFile: file, format: 'csv' as const, filter }
  const piped = await whole(question)
  expect(piped.rowCount).toBe(199_900)
  const lines = piped.content.trimEnd().split('\n').slice(1)
  expect(lines.every((line, index) => line === `${index + 100},row ${index + 100}`)).toBe(true)
  expect(lines).toHaveLength(199_900)
  expect(await whole(question, { hasPipes: false })).toEqual(piped)
})

test('what cannot be asked is said before the first byte', async () => {
  await expect(begin({ columns: ['nowhere'] })).rejects.toThrow(QuestionError)
  await expect(begin({ tableFile: join(directory.path, 'none.parquet') })).rejects.toThrow()
})

test('who goes away or takes nothing ends the work, and nothing is left of it', async () => {
  const file = join(directory.path, 'long.parquet')
  await writeTableFile(file, `SELECT i, repeat('x', 100) AS t FROM range(200000) AS r(i)`)
  const left = async () =>
    await access(join(directory.path, `export ${exported - 1}`)).then(
      () => true,
      () => false,
    )
  const going = new AbortController()
  const aborted = await begin({ tableFile: file, format: 'csv' }, {}, going.signal)
  going.abort(new Error('gone'))
  await expect(text(aborted.stream)).rejects.toThrow()
  await aborted.ended
  expect(await left()).toBe(false)

  const stalled = await begin({ tableFile: file, format: 'csv' }, { stallMs: 10 })
  const failure = new Promise<Error>((resolve) => stalled.stream.once('error', resolve))
  stalled.stream.read(0)
  expect((await failure).message).toContain('took nothing')
  await stalled.ended
  expect(await left()).toBe(false)

  vi.stubEnv('PATH', '')
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(begin({ tableFile: file, format: 'csv' })).rejects.toThrow('mkfifo')
  expect(await left()).toBe(false)
})
