import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { createQueryPool, type RowsQuestion } from '../src/engine/query/query-pool.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import { generateCsv } from './generate-csv.ts'

/** One kind of page, ours beside the statement that DuckDB needs for it; milliseconds. */
export type RowsPageFigure = {
  page: string
  raw_p50: number
  ours_p50: number
  ours_p95: number
  ratio: number
}

const rounds = 31
const memoryLimitBytes = 2 ** 30
const threads = 2

/** Measures pages of 100 rows on a table of `rowCount` rows x 14 columns, asked in turns with raw DuckDB. */
export async function measureRowsPages(directory: string, rowCount: number): Promise<RowsPageFigure[]> {
  const tableFile = await makeTable(directory, rowCount)
  const from = `read_parquet(${quoteText(tableFile)})`
  const middle = Math.floor(rowCount / 2)
  const pages: [string, string, Partial<RowsQuestion>][] = [
    ['first page', `SELECT * FROM ${from}`, {}],
    ['middle page', `SELECT * FROM ${from}`, { offset: middle }],
    [
      'filtered page',
      `SELECT * FROM ${from} WHERE country = 'FR' AND quantity > 35`,
      {
        filter: {
          and: [
            { column: 'country', op: 'eq', value: 'FR' },
            { column: 'quantity', op: 'gt', value: 35 },
          ],
        },
      },
    ],
    [
      'first sorted page',
      `SELECT * FROM ${from} ORDER BY score DESC`,
      { sort: [{ column: 'score', descending: true }] },
    ],
  ]
  const raw = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(directory, 'raw') })
  const pool = createQueryPool({
    processes: 1,
    memoryLimitBytes,
    threadsPerProcess: threads,
    tempDir: join(directory, 'pool'),
  })
  try {
    const figures: RowsPageFigure[] = []
    for (const [page, sql, part] of pages) {
      const question = { tableFile, offset: 0, limit: 100, sort: [], ...part }
      const times = await takeTurns(
        (round) => raw.query(`${sql} LIMIT 100 OFFSET ${question.offset + round}`),
        (round) => pool.rowsText({ ...question, offset: question.offset + round }),
      )
      figures.push({ page, ...times })
    }
    return figures
  } finally {
    raw.close()
    await pool.close()
  }
}

async function makeTable(directory: string, rowCount: number): Promise<string> {
  const tableFile = join(directory, `rows-${rowCount}.parquet`)
  if (await stat(tableFile).catch(() => undefined)) return tableFile
  await mkdir(directory, { recursive: true })
  const csv = join(directory, `rows-${rowCount}.csv`)
  await generateCsv(csv, rowCount)
  const db = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(directory, 'make') })
  await db.query(
    `COPY (FROM read_csv(${quoteText(csv)})) TO ${quoteText(tableFile)}
    (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)`,
  )
  db.close()
  return tableFile
}

/**
 * The first round warms both up; afterwards each measurement of one stands beside one of the other. Pages are remembered,
 * so that a question should differ by the number of its round.
 */
async function takeTurns(raw: (round: number) => Promise<unknown>, ours: (round: number) => Promise<unknown>) {
  const rawTimes: number[] = []
  const ourTimes: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const [rawTime, ourTime] = [await timeOf(() => raw(round)), await timeOf(() => ours(round))]
    if (round === 0) continue
    rawTimes.push(rawTime)
    ourTimes.push(ourTime)
  }
  const [raw_p50, ours_p50] = [percentile(rawTimes, 0.5), percentile(ourTimes, 0.5)]
  return { raw_p50, ours_p50, ours_p95: percentile(ourTimes, 0.95), ratio: ours_p50 / raw_p50 }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

function percentile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN
}
