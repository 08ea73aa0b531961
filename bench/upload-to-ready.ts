import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import { DataLensClient } from '../test/datalens-client.ts'
import { DataLensProcess } from '../test/datalens-process.ts'
import { generateCsv } from './generate-csv.ts'
import { repeatCsv } from './repeat-csv.ts'
import { sendCsv } from './send-csv.ts'

/**
 * An upload by HTTP, from its last byte to `ready`, beside DuckDB's own COPY to Parquet and SUMMARIZE of the same file with
 * the same threads. Milliseconds; the peaks are resident megabytes of the API alone and of all processes together.
 */
export type UploadFigures = {
  rows: number
  bytes: number
  raw_copy: number
  raw_summarize: number
  last_byte_to_ready: number
  ratio: number
  upload_mb_per_second: number
  api_peak_mb: number
  all_peak_mb: number
}

const threads = 2

/** Measures a server of its own with a generated file, in turns with raw DuckDB. */
export async function measureUpload(directory: string, rows: number, rounds = 3): Promise<UploadFigures> {
  await mkdir(directory, { recursive: true })
  const csv = join(directory, `upload-${rows}.csv`)
  if (!(await stat(csv).catch(() => undefined))) await generateCsv(csv, rows)
  const { size } = await stat(csv)
  const datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-bench-')))
  await datalens.start()
  try {
    const ada = await DataLensClient.register(datalens.url, 'bench')
    await ada.upload('warm,up\n1,2\n', { wait: 60 })
    const figures: Pick<UploadFigures, 'raw_copy' | 'raw_summarize' | 'last_byte_to_ready' | 'upload_mb_per_second'>[] =
      []
    const watch = watchMemory(datalens)
    for (let round = 0; round < rounds; round += 1) {
      const raw = await measureRaw(directory, csv)
      figures.push({ ...raw, ...(await measureOurs(datalens.url, ada, csv, size)) })
    }
    const middle = (name: keyof (typeof figures)[number]) =>
      figures.map((figure) => figure[name]).sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
    const [raw_copy, raw_summarize, last_byte_to_ready] = [
      middle('raw_copy'),
      middle('raw_summarize'),
      middle('last_byte_to_ready'),
    ]
    return {
      rows,
      bytes: size,
      raw_copy,
      raw_summarize,
      last_byte_to_ready,
      ratio: last_byte_to_ready / (raw_copy + raw_summarize),
      upload_mb_per_second: middle('upload_mb_per_second'),
      ...watch.stop(),
    }
  } finally {
    await datalens.stop()
    await rm(datalens.home, { recursive: true, force: true })
  }
}

/** What five times the rows cost, whose file is five times as large: without raw DuckDB, since it is memory that counts. */
export async function measureLargeUpload(
  directory: string,
  rows: number,
): Promise<
  Pick<UploadFigures, 'bytes' | 'last_byte_to_ready' | 'upload_mb_per_second' | 'api_peak_mb' | 'all_peak_mb'>
> {
  await mkdir(directory, { recursive: true })
  const [once, csv] = [join(directory, `upload-${rows}.csv`), join(directory, `upload-${rows}-times-5.csv`)]
  if (!(await stat(once).catch(() => undefined))) await generateCsv(once, rows)
  await repeatCsv(once, csv, 5)
  const { size } = await stat(csv)
  const datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-bench-')))
  await datalens.start()
  try {
    const ada = await DataLensClient.register(datalens.url, 'bench')
    const watch = watchMemory(datalens)
    const figures = await measureOurs(datalens.url, ada, csv, size)
    return { bytes: size, ...figures, ...watch.stop() }
  } finally {
    await datalens.stop()
    await rm(datalens.home, { recursive: true, force: true })
    await rm(csv)
  }
}

async function measureRaw(directory: string, csv: string) {
  const db = await openDuckDb({ threads, memoryLimitBytes: 2 ** 30, tempDir: join(directory, 'raw') })
  const parquet = join(directory, 'raw.parquet')
  const raw_copy = await timeOf(() =>
    db.query(`COPY (FROM read_csv(${quoteText(csv)})) TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd)`),
  )
  const raw_summarize = await timeOf(() => db.query(`SUMMARIZE FROM read_parquet(${quoteText(parquet)})`))
  db.close()
  await rm(parquet)
  return { raw_copy, raw_summarize }
}

async function measureOurs(url: string, ada: DataLensClient, csv: string, size: number) {
  const { id, sending, last_byte_to_ready } = await sendCsv(url, ada, csv)
  await ada.ask('DELETE', `/datasets/${id}?permanent=true`)
  return { last_byte_to_ready, upload_mb_per_second: size / 2 ** 20 / (sending / 1000) }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Reads what Linux says of the server, its workers and its PostgreSQL, ten times a second. */
function watchMemory(datalens: DataLensProcess) {
  let [api, all] = [0, 0]
  const timer = setInterval(() => {
    const pids = descendantsOf(datalens.serverPid)
    api = Math.max(api, residentOf(datalens.serverPid))
    all = Math.max(
      all,
      [datalens.serverPid, ...pids].reduce((sum, pid) => sum + residentOf(pid), 0),
    )
  }, 100)
  return {
    stop: () => {
      clearInterval(timer)
      return { api_peak_mb: Math.round(api), all_peak_mb: Math.round(all) }
    },
  }
}

function descendantsOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readOr(`/proc/${name}/stat`) : ''
    if (stat) parents.set(Number(name), Number(/\) \S (\d+)/.exec(stat)?.[1]))
  }
  const found = [root]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found.slice(1)
}

/** What a process holds alone; PostgreSQL's processes share most of what they show. */
const residentOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
