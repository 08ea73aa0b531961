import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { columnKindOf } from '../src/engine/column-kind-of.ts'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { profileTable } from '../src/engine/profile/profile-table.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import type { ColumnInfo } from '../src/shared/dataset.ts'
import { generateCsv } from './generate-csv.ts'

/** Milliseconds on the clock and of processor time. */
type Cost = { ms: number; cpuMs: number }

/** What a profile of so many cells costs: until every column is done, and as a whole; and how much memory it takes. */
export type ProfileCost = { cells: number; columns: Cost; whole: Cost; peakMegabytes: number }

const threads = 2
const memoryLimitBytes = 2 ** 30
const rounds = 2

/** A tall table, beside DuckDB's own SUMMARIZE: the generated one with a double and a text that hardly ever repeat. */
export async function measureTallProfile(directory: string, rowCount: number) {
  const csv = join(directory, `profile-${rowCount}.csv`)
  const tableFile = await makeTable(directory, `profile-${rowCount}`, async () => {
    await generateCsv(csv, rowCount)
    return `SELECT *, (order_id * 0.6180339887498949) % 1 * weight_kg AS ratio, md5(order_id::VARCHAR)[1:20] AS token
      FROM read_csv(${quoteText(csv)})`
  })
  return { ours: await profileCost(directory, tableFile), raw: await summarizeCost(directory, tableFile) }
}

/** A wide table: numbers, texts, dates and decimals in turn, with few and with many different values. */
export async function measureWideProfile(directory: string, columnCount: number, rows: number): Promise<ProfileCost> {
  const kinds = ['(h % 1000)::INTEGER', 'h / 7e9', `'code ' || h % 50`, `DATE '2020-01-01' + (h % 900)::INTEGER`]
  const columns = Array.from({ length: columnCount }, (_, i) => {
    return `${(kinds[i % kinds.length] as string).replace('h', `(hash(r + ${i}) >> 32)`)} AS c${i}`
  })
  const tableFile = await makeTable(directory, `wide-${columnCount}-${rows}`, async () => {
    return `SELECT ${columns} FROM range(${rows}) t(r)`
  })
  return profileCost(directory, tableFile)
}

/** Writes a table file from a query, unless it is there. */
export async function makeTable(directory: string, name: string, query: () => Promise<string>): Promise<string> {
  const tableFile = join(directory, `${name}.parquet`)
  if (await stat(tableFile).catch(() => undefined)) return tableFile
  await mkdir(directory, { recursive: true })
  const db = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(directory, 'make') })
  const options = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)'
  await db.query(`COPY (${await query()}) TO ${quoteText(tableFile)} ${options}`)
  db.close()
  return tableFile
}

async function profileCost(directory: string, tableFile: string): Promise<ProfileCost> {
  const workDir = join(directory, 'profile')
  await mkdir(workDir, { recursive: true })
  const { columns: described, rowCount } = await describe(tableFile, workDir)
  const columns = described.map(({ name, sqlType }): ColumnInfo => {
    return { name, source_name: name, sql_type: sqlType, kind: columnKindOf(sqlType), null_count: 0 }
  })
  const request = { tableFile, columns, threads, memoryLimitBytes, workDir }
  const [whole, done] = [stopwatch(), stopwatch()]
  let peakMegabytes = 0
  const watching = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, process.memoryUsage.rss() / 1e6)
  }, 20)
  for (let round = 0; round < rounds; round++) {
    whole.start()
    done.start()
    await profileTable({
      ...request,
      onProgress: ({ columnsDone, columnCount }) => columnsDone === columnCount && done.stop(),
    })
    whole.stop()
  }
  clearInterval(watching)
  return { cells: rowCount * columns.length, columns: done.best, whole: whole.best, peakMegabytes }
}

async function describe(tableFile: string, tempDir: string) {
  const db = await openDuckDb({ threads, memoryLimitBytes, tempDir })
  const from = `read_parquet(${quoteText(tableFile)})`
  const { columns } = await db.query(`FROM ${from} LIMIT 0`)
  const { rows } = await db.query(`SELECT count(*)::DOUBLE FROM ${from}`)
  db.close()
  return { columns, rowCount: rows[0]?.[0] as number }
}

async function summarizeCost(directory: string, tableFile: string): Promise<Cost> {
  const db = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(directory, 'summarize') })
  const watch = stopwatch()
  for (let round = 0; round < rounds; round++) {
    watch.start()
    await db.query(`SUMMARIZE FROM read_parquet(${quoteText(tableFile)})`)
    watch.stop()
  }
  db.close()
  return watch.best
}

/** Takes the time of several rounds and keeps the best. */
function stopwatch() {
  const best: Cost = { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY }
  let [begin, cpuBegin] = [0, process.cpuUsage()]
  return {
    best,
    start: () => {
      ;[begin, cpuBegin] = [performance.now(), process.cpuUsage()]
    },
    stop: () => {
      const { user, system } = process.cpuUsage(cpuBegin)
      best.ms = Math.min(best.ms, performance.now() - begin)
      best.cpuMs = Math.min(best.cpuMs, (user + system) / 1000)
    },
  }
}
