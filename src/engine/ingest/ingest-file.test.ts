import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { generateCsv } from '../../../bench/generate-csv.ts'
import { openDuckDb } from '../duckdb.ts'
import { openTable } from '../query/open-table.ts'
import { quoteText } from '../sql-text.ts'
import { type IngestProgress, type IngestRequest, ingestFile, type Preview } from './ingest-file.ts'
import { writeSourceTexts } from './write-source-texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-ingest-'))
const workDir = join(folder, 'work')
const tableFile = join(folder, 'tables', 'table.parquet')
const generated = join(folder, 'generated.csv')

beforeAll(() => generateCsv(generated, 50_000))

beforeEach(() => {
  rmSync(join(folder, 'tables'), { recursive: true, force: true })
  mkdirSync(join(folder, 'tables'))
  mkdirSync(workDir, { recursive: true })
})

afterAll(() => rmSync(folder, { recursive: true }))

function ingest(content: string | Buffer | null, more: Partial<IngestRequest> = {}) {
  const file = content === null ? generated : join(folder, 'upload')
  if (content !== null) writeFileSync(file, content)
  const request = { file, originalName: 'x', tableFile, workDir, threads: 2, memoryLimitBytes: 512e6 }
  return ingestFile({ ...request, ...more })
}

async function ask(sql: string): Promise<unknown[][]> {
  const duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(folder, 'spill') })
  try {
    return (await duck.query(sql.replace('{table}', `read_parquet(${quoteText(tableFile)})`))).rows
  } finally {
    duck.close()
  }
}

/** Of 40,000 the last are beyond what is sniffed. */
const integers = (count: number) => Array.from({ length: count }, (_, row) => `${row},${'x'.repeat(24)}${row}\n`)

test('a file is what its bytes are, whatever its name says of compression', async () => {
  for (const extension of ['gz', 'zst']) {
    const file = join(folder, `stored.${extension}`)
    writeFileSync(file, 'a,b\n1,x\n')
    expect((await ingest(null, { file })).rowCount).toBe(1)
  }
})

test('each of very many columns is asked about its nines', async () => {
  const columns = Array.from({ length: 250 }, (_, column) => `c${column}`)
  const line = (value: number) => `${columns.map(() => value)}\n`
  const { receipt } = await ingest(`${columns}\n${[1, 2, 999, 3, 999, 4].map(line).join('')}`)
  expect(receipt.questions).toHaveLength(250)
  expect(receipt.questions[249]).toMatchObject({
    column: 'c249',
    alternatives: [{ example_rows: [2, 4], differing_row_count: 2 }],
  })
})

test('thousands of columns are judged by the whole file, each as if it were alone', async () => {
  const width = 2100
  const line = (row: number) => {
    const cells = Array.from({ length: width }, (_, column) => (column % 2 === 0 ? row * 3 : `${row}.5`) as unknown)
    cells[7] = `0${1 + (row % 9)}/0${1 + (row % 7)}/2024`
    if (row > 240) cells[1024] = '1e5'
    if (row === 245) cells[2098] = 'NA'
    if (row === 200) cells[2099] = 'far down'
    return `${cells}\n`
  }
  const header = `${Array.from({ length: width }, (_, column) => `column ${column}`)}\n`
  const { columns, receipt, rowCount } = await ingest(
    header + Array.from({ length: 250 }, (_, row) => line(row)).join(''),
  )
  expect(rowCount).toBe(250)
  const types = (...chosen: number[]) => chosen.map((column) => columns[column]?.sql_type)
  expect(types(0, 1, 7, 249, 250, 1024, 2098, 2099)).toEqual([
    'BIGINT',
    'DECIMAL(9,1)',
    'DATE',
    'DECIMAL(9,1)',
    'BIGINT',
    'VARCHAR',
    'BIGINT',
    'VARCHAR',
  ])
  expect(columns[2098]?.null_count).toBe(1)
  expect(receipt.columns[2098]?.null_values).toEqual([{ text: 'NA', count: 1 }])
  expect(receipt.questions.map(({ column }) => column)).toEqual(['column 7', 'column 1024', 'column 2099'])
  expect(receipt.questions[2]?.alternatives[0]?.misfits).toEqual([
    { row_number: 200, raw: 'far down', line_number: 202 },
  ])
  const chosen = '"column 0", "column 250", "column 2097", "column 2099"'
  expect(await ask(`SELECT ${chosen} FROM {table} LIMIT 1 OFFSET 200`)).toEqual([
    [600n, 600n, expect.anything(), 'far down'],
  ])
})

test('texts that a person says are null are so beyond what a sample shows', async () => {
  const lines = Array.from(
    { length: 100_000 },
    (_, row) => `${row},${row === 70_001 ? 'none at all' : `word ${row}`}\n`,
  )
  const reading = { null_values: ['none at all'] }
  const { columns } = await ingest(`a,b\n${lines.join('')}`, { reading })
  expect(columns.map(({ sql_type, null_count }) => [sql_type, null_count])).toEqual([
    ['BIGINT', 0],
    ['VARCHAR', 1],
  ])
})

test('hundreds of columns of text need no megabyte each, nor do their texts as written', async () => {
  const line = (text: string) => `${Array.from({ length: 600 }, (_, column) => `${text}${column}`)}\n`
  const limits = { memoryLimitBytes: 200e6, threads: 2 }
  const { columns, rowCount } = await ingest(line('name ') + line('a ') + line('b '), limits)
  const names = columns.map(({ name }) => name)
  const file = join(folder, 'upload')
  const request = { file, originalName: 'wide.csv', reading: {}, tableFile, names, rowCount, workDir, ...limits }
  expect(await writeSourceTexts(request)).toBe(true)
  expect(await ask('SELECT "name 599" FROM {table}')).toEqual([['a 599'], ['b 599']])
})

test('very many blank lines below the last row are counted, whatever stands above them', async () => {
  const { receipt, rowCount } = await ingest(`a,b\n${'1,2\n'.repeat(5)}Total\n${'\n'.repeat(150_000)}`)
  expect(rowCount).toBe(5)
  expect(receipt.lines).toMatchObject({ total: 150_007, header: 1, data: 5, footer: 1, blank: 150_000 })
})

test('a folder named like a partition adds no column', async () => {
  const home = join(folder, 'year=2024')
  mkdirSync(join(home, 'work'), { recursive: true })
  const table = join(home, 'table.parquet')
  const { columns } = await ingest('a,b\n1,"x"\n', { tableFile: table, workDir: join(home, 'work') })
  expect(columns.map(({ name }) => name)).toEqual(['a', 'b'])
  const opened = await openTable(table, {
    threads: 1,
    memoryLimitBytes: 256e6,
    maxTempBytes: 1e9,
    tempDir: join(folder, 'spill'),
  })
  expect([...opened.columns.keys()]).toEqual(['a', 'b'])
  opened.close()
})

describe('types come from the whole file', () => {
  test('one word among 60,001 integers makes a text column, loses no row and asks one question', async () => {
    const lines = integers(60_001)
    lines[60_000] = 'abc,x\n'
    const { rowCount, columns, receipt } = await ingest(`n,t\n${lines.join('')}`)
    expect(rowCount).toBe(60_001)
    expect(columns.map(({ sql_type }) => sql_type)).toEqual(['VARCHAR', 'VARCHAR'])
    expect(receipt.questions).toMatchObject([
      { column: 'n', chosen: 'text', alternatives: [{ label: 'whole numbers', differing_row_count: 1 }] },
    ])
    expect(await ask("SELECT n FROM {table} WHERE TRY_CAST(n AS BIGINT) IS NULL OR n = '59999'")).toEqual([
      ['59999'],
      ['abc'],
    ])
  })

  test.each([
    ['0017', 'VARCHAR', '0017'],
    ['1.5', 'DOUBLE', 1.5],
    ['9007199254740993', 'BIGINT', 9007199254740993n],
    ['92233720368547758070', 'DECIMAL(38,0)', '92233720368547758070'],
    ['NA', 'BIGINT', null],
    [' 17 ', 'BIGINT', 17n],
    ['0x1F', 'VARCHAR', '0x1F'],
    ['1e5', 'VARCHAR', '1e5'],
  ])('%j far down in 40,000 integers gives %s', async (odd, sqlType, value) => {
    const lines = integers(40_000)
    lines[35_001] = `${odd},odd\n`
    const { columns, rowCount } = await ingest(`n,t\n${lines.join('')}`)
    expect(rowCount).toBe(40_000)
    expect(columns[0]?.sql_type).toBe(sqlType)
    const [row] = await ask("SELECT n FROM {table} WHERE t = 'odd'")
    expect(typeof value === 'string' ? String(row?.[0]) : row?.[0]).toBe(value)
  })

  test('a column without values in the sample is judged by those further down', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `${row},${row === 90_007 ? '2024-01-31' : ''}\n`)
    const { columns } = await ingest(`n,d\n${lines.join('')}`)
    expect(columns).toMatchObject([{ null_count: 0 }, { sql_type: 'DATE', null_count: 99_999 }])
  })

  test('both orders of a date fit the sample, one of them the file', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `${row},0${1 + (row % 9)}/0${1 + (row % 7)}/2024\n`)
    lines[70_003] = '1,03/25/2024\n'
    const { columns, receipt } = await ingest(`n,d\n${lines.join('')}`)
    expect(columns[1]).toMatchObject({ sql_type: 'DATE' })
    expect(receipt.questions).toEqual([])
    expect(receipt.columns[1]?.evidence).toContain('month-first dates; 1 cannot be day-first')
  })
})

describe('rows are kept', () => {
  test('in their order, and all of them, from a file that is read in parallel', async () => {
    const { rowCount, receipt } = await ingest(null)
    expect(rowCount).toBe(50_000)
    expect(receipt.lines).toMatchObject({ total: 50_001, header: 1, data: 50_000 })
    const [[ordered]] = (await ask('SELECT count(*) FILTER (order_id = 1000000 + file_row_number) FROM {table}')) as [
      [bigint],
    ]
    expect(ordered).toBe(50_000n)
  })

  test('when one row far down is too short, and is reported', async () => {
    const lines = integers(40_000)
    lines[33_456] = 'lonely\n'
    const { rowCount, receipt } = await ingest(`n,t\n${lines.join('')}`)
    expect(rowCount).toBe(40_000)
    expect(receipt).toMatchObject({ rows_reported: 1, rows_rejected: 0, reported: { short_rows: 1, long_rows: 0 } })
  })

  test('when bytes far down are not UTF-8', async () => {
    const lines = integers(40_000)
    const file = Buffer.concat([Buffer.from(`n,t\n${lines.join('')}1,caf`), Buffer.from([0xe9]), Buffer.from('\n')])
    const { receipt } = await ingest(file)
    expect(receipt.format.encoding).toBe('windows-1252')
    expect(await ask("SELECT t FROM {table} WHERE t LIKE 'caf%'")).toEqual([['café']])
  })

  test('when line ends change far down', async () => {
    const lines = integers(40_000)
    lines[35_000] = '1,x\r'
    lines[38_000] = '2,"y\r\nz"\r\n'
    const { rowCount, receipt } = await ingest(`n,t\n${lines.join('')}`)
    expect(rowCount).toBe(40_000)
    expect(receipt.lines).toMatchObject({ total: 40_002, data: 40_001 })
  })

  test('when a value is longer than DuckDB expects a line to be', async () => {
    const long = 'long '.repeat(1_000_000)
    const { rowCount } = await ingest(`n,t\n1,a\n2,"${long}"\n3,c\n`)
    expect(rowCount).toBe(3)
    expect(await ask('SELECT length(t) FROM {table}')).toEqual([[1n], [5_000_000n], [1n]])
  })
})

describe('a load', () => {
  test('tells how far it is, shows the first rows, and leaves nothing but the table', async () => {
    const progress: IngestProgress[] = []
    const previews: Preview[] = []
    const { receipt } = await ingest(null, {
      onProgress: (one) => progress.push(one),
      onPreview: (one) => previews.push(one),
    })
    expect(progress[0]).toMatchObject({ stage: 'sniffing', bytesDone: 0, bytesTotal: receipt.bytes })
    expect(progress[1]).toMatchObject({ stage: 'reading', bytesTotal: receipt.bytes })
    expect(previews).toHaveLength(1)
    expect(previews[0]?.rows).toHaveLength(100)
    expect(previews[0]?.columns[5]).toEqual({
      name: 'ordered_at',
      sql_type: 'TIMESTAMP',
      kind: 'temporal',
      json: 'string',
    })
    expect(previews[0]?.rows[0]?.[5]).toMatch(/^2021-01-0\dT\d\d:\d\d:\d\d$/)
    expect(readdirSync(workDir)).toEqual([])
    expect(readdirSync(join(folder, 'tables'))).toEqual(['table.parquet'])
  })

  test('knows the hash of the file, or believes the one it is given', async () => {
    const { receipt } = await ingest('a,b\n1,2\n')
    expect(receipt.sha256).toBe(createHash('sha256').update('a,b\n1,2\n').digest('hex'))
    expect((await ingest('a,b\n1,2\n', { sha256: 'known' })).receipt.sha256).toBe('known')
  })

  test.each([0, 5, 50, 150])('stops %i ms after it began when it is aborted, and leaves nothing', async (delay) => {
    const stop = new AbortController()
    const reason = new Error('enough')
    const loading = ingest(null, { signal: stop.signal })
    setTimeout(() => stop.abort(reason), delay)
    const outcome = await loading.then(
      () => 'loaded',
      (error) => error,
    )
    if (outcome !== 'loaded') {
      expect(outcome).toBe(reason)
      expect(readdirSync(join(folder, 'tables'))).toEqual([])
    }
    expect(readdirSync(workDir)).toEqual([])
  })

  test('refuses a packed file that unpacks to far more than its size', async () => {
    const bomb = gzipSync(Buffer.alloc(150 * 1024 * 1024), { level: 9 })
    const packedTwice = gzipSync(bomb)
    expect(packedTwice.length).toBeLessThan(bomb.length)
    await expect(ingest(bomb)).rejects.toMatchObject({ code: 'too_large' })
    expect(readdirSync(workDir)).toEqual([])
  })

  test('writes row groups small enough for scattered rows', async () => {
    await ingest(null)
    const groups = await ask(`SELECT DISTINCT row_group_num_rows FROM parquet_metadata(${quoteText(tableFile)})`)
    expect(Math.max(...groups.map(([rows]) => Number(rows)))).toBe(16_384)
  })
})
