import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openDuckDb } from '../duckdb.ts'
import { quoteText } from '../sql-text.ts'
import { type IngestProgress, type IngestRequest, ingestFile } from './ingest-file.ts'
import { rejectsFileOf } from './rejects-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-pains-'))
const tableFile = join(folder, 'tables', 'table.parquet')

beforeEach(() => {
  rmSync(join(folder, 'tables'), { recursive: true, force: true })
  mkdirSync(join(folder, 'tables'))
})

afterAll(() => rmSync(folder, { recursive: true }))

function ingest(content: string | Buffer, more: Partial<IngestRequest> = {}) {
  const file = join(folder, 'upload')
  writeFileSync(file, content)
  const request = { file, originalName: 'x', tableFile, workDir: folder, threads: 2, memoryLimitBytes: 512e6 }
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

function rejects(): Promise<unknown[][]> {
  const file = quoteText(rejectsFileOf(tableFile))
  return ask(`SELECT scope, line_number, row_number, "column", raw, code FROM read_parquet(${file})`)
}

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('')

describe('types guessed from a sample, so that the load dies late', () => {
  const file = `n,t\n${lines(60_001, (row) => (row === 60_000 ? 'abc,x' : `${row},x${row}`))}`

  test('a word in row 60,000 of integers makes a text column and one question, and no row is lost', async () => {
    const { rowCount, columns, receipt } = await ingest(file)
    expect(rowCount).toBe(60_001)
    expect(columns[0]).toMatchObject({ sql_type: 'VARCHAR', null_count: 0 })
    expect(receipt.rows_rejected).toBe(0)
    expect(receipt.questions).toHaveLength(1)
    const [{ chosen, alternatives }] = receipt.questions as [(typeof receipt.questions)[number]]
    expect(chosen).toBe('text')
    expect(alternatives).toMatchObject([
      {
        label: 'whole numbers',
        differing_row_count: 1,
        example_rows: [60_000],
        examples: [{ row_number: 60_000, raw: 'abc', chosen: 'abc', other: null }],
        misfits: [{ row_number: 60_000, line_number: 60_002, raw: 'abc' }],
        options: { columns: [{ index: 0, sql_type: 'BIGINT' }] },
      },
    ])
  })

  test('the line of a misfit is that of the file, whatever stands between', async () => {
    const { receipt } = await ingest(`n,t\n\n1,"x\ny"\n${lines(40, (row) => `${row},z`)}abc,z\n`)
    expect(receipt.questions[0]?.alternatives[0]?.misfits).toEqual([{ row_number: 41, line_number: 45, raw: 'abc' }])
  })

  test('answering the question makes the word null, keeps its row and settles the question', async () => {
    const { receipt: first } = await ingest(file)
    const { rowCount, columns, receipt } = await ingest(file, { reading: first.questions[0]?.alternatives[0]?.options })
    expect(rowCount).toBe(60_001)
    expect(columns[0]).toMatchObject({ sql_type: 'BIGINT', null_count: 1 })
    expect(receipt.columns[0]).toMatchObject({ decided_by: 'person' })
    expect(receipt.reported.unparsed_cells).toBe(1)
    expect(await rejects()).toEqual([['cell', 60_002n, 60_000n, 'n', 'abc', 'misfit']])
    expect(receipt.columns[0]?.evidence).toContain('1 value does not fit')
    expect(receipt.questions).toEqual([])
    expect(await ask('SELECT n, t FROM {table} WHERE n IS NULL OR n = 59999')).toEqual([
      [59_999n, 'x59999'],
      [null, 'x'],
    ])
  })
})

test('wrong letters from a wrong encoding', async () => {
  const { receipt } = await ingest(Buffer.from('name,ort\nJürgen,Zürich\nZoë,Österreich\n', 'latin1'))
  expect(receipt.format.encoding).toBe('windows-1252')
  expect(await ask('FROM {table}')).toEqual([
    ['Jürgen', 'Zürich'],
    ['Zoë', 'Österreich'],
  ])
})

test('leading zeros lost', async () => {
  await ingest(`zip,n\n${lines(50_000, (row) => (row === 49_000 ? '01067,1' : `8${1000 + (row % 9000)},1`))}`)
  expect(await ask("SELECT zip FROM {table} WHERE zip LIKE '0%'")).toEqual([['01067']])
})

test('a name like vmx-15 read as a date', async () => {
  const { columns } = await ingest('name,part\nvmx-15,Mar-15\nvmx-16,May-16\n')
  expect(columns.map(({ sql_type }) => sql_type)).toEqual(['VARCHAR', 'VARCHAR'])
  expect(await ask('FROM {table}')).toEqual([
    ['vmx-15', 'Mar-15'],
    ['vmx-16', 'May-16'],
  ])
})

describe('day and month swapped', () => {
  const file = 'd\n01/02/2024\n05/05/2024\n12/11/2024\n'

  test('dates that fit both orders are dates, and one question shows the rows that differ', async () => {
    const { columns, receipt } = await ingest(file)
    expect(columns[0]?.sql_type).toBe('DATE')
    expect(receipt.questions).toMatchObject([
      {
        chosen: 'day first',
        alternatives: [
          {
            label: 'month first',
            differing_row_count: 2,
            example_rows: [0, 2],
            examples: [
              { row_number: 0, raw: '01/02/2024', chosen: '2024-02-01', other: '2024-01-02' },
              { row_number: 2, raw: '12/11/2024', chosen: '2024-11-12', other: '2024-12-11' },
            ],
          },
        ],
      },
    ])
    expect(await ask('SELECT CAST(d AS VARCHAR) FROM {table}')).toEqual([
      ['2024-02-01'],
      ['2024-05-05'],
      ['2024-11-12'],
    ])
  })

  test('the other answer swaps every date', async () => {
    const { receipt: first } = await ingest(file)
    const { receipt } = await ingest(file, { reading: first.questions[0]?.alternatives[0]?.options })
    expect(receipt.questions).toEqual([])
    expect(receipt.columns[0]?.evidence).toBe('A person chose the type DATE, month first, written as `%m/%d/%Y`.')
    expect(await ask('SELECT CAST(d AS VARCHAR) FROM {table}')).toEqual([
      ['2024-01-02'],
      ['2024-05-05'],
      ['2024-12-11'],
    ])
  })

  test('keeping the answer in use settles the question too', async () => {
    const { receipt: first } = await ingest(file)
    const { receipt } = await ingest(file, { reading: first.questions[0]?.chosen_options })
    expect(receipt.questions).toEqual([])
    expect(await ask('SELECT CAST(min(d) AS VARCHAR) FROM {table}')).toEqual([['2024-02-01']])
  })

  test('the whole file has its say: the only day above 12 stands in row 70,003', async () => {
    const { receipt } = await ingest(
      `n,d\n${lines(100_000, (row) => `${row},${row === 70_003 ? '03/25/2024' : `0${1 + (row % 9)}/0${1 + (row % 7)}/2024`}`)}`,
    )
    expect(receipt.questions).toEqual([])
    expect(receipt.columns[1]?.evidence).toContain('1 cannot be day-first')
  })
})

test('ids above 2^53 rounded', async () => {
  await ingest('id,long,x\n9007199254740993,123456789012345678901234567890,a\n9007199254740995,1,b\n')
  expect(await ask('SELECT CAST(id AS VARCHAR), CAST("long" AS VARCHAR) FROM {table}')).toEqual([
    ['9007199254740993', '123456789012345678901234567890'],
    ['9007199254740995', '1'],
  ])
})

test('a person named NA wiped', async () => {
  const { receipt } = await ingest('name,age\nNA,31\nAda,NA\nNull,45\n')
  expect(await ask('FROM {table}')).toEqual([
    ['NA', 31n],
    ['Ada', null],
    ['Null', 45n],
  ])
  expect(receipt.columns.map(({ null_values }) => null_values)).toEqual([[], [{ text: 'NA', count: 1 }]])
})

test('decimal commas read as thousands, or as text', async () => {
  const { receipt } = await ingest('artikel;preis;gewicht\nStuhl;1.299,50;12,250\nTisch;85,00;7,125\n')
  expect(receipt.questions).toEqual([])
  expect(await ask('SELECT CAST(preis AS VARCHAR), CAST(gewicht AS VARCHAR) FROM {table}')).toEqual([
    ['1299.50', '12.250'],
    ['85.00', '7.125'],
  ])
})

test('a wrong delimiter or header taken silently', async () => {
  const { receipt } = await ingest('a;b\n1,5;x\n2,5;y\n')
  const evidence = Object.fromEntries(
    receipt.format.evidence.map(({ what, chosen, because }) => [what, [chosen, because]]),
  )
  expect(receipt.format).toMatchObject({ delimiter: ';', header_rows: 1 })
  expect(evidence.delimiter?.[1]).toMatch(/\.$/)
  expect(evidence.header?.[1]).toMatch(/\.$/)
})

test('no progress to be seen', async () => {
  const progress: IngestProgress[] = []
  await ingest(`a,b\n${lines(200_000, (row) => `${row},x${row}`)}`, { onProgress: (one) => progress.push(one) })
  expect(progress[0]).toMatchObject({ stage: 'sniffing', bytesDone: 0 })
  expect(progress.at(-1)?.bytesTotal).toBeGreaterThan(2_000_000)
})

test('an error that no one can act on', async () => {
  await expect(ingest('')).rejects.toMatchObject({ code: 'empty_file', detail: expect.stringMatching(/\.$/) })
  await expect(ingest('a\n1\n', { reading: { columns: [{ index: 7, sql_type: 'DATE' }] } })).rejects.toMatchObject({
    code: 'option_not_applicable',
    detail: 'The table has 1 column, so none with the index 7.',
  })
})

test('money whose cents drift', async () => {
  await ingest('price,paid\n0.10,"1,234.10"\n0.20,0.20\n19.999,$5\n')
  expect(await ask('SELECT CAST(sum(price) FILTER (price < 1) AS VARCHAR) FROM {table}')).toEqual([['0.300']])
})
