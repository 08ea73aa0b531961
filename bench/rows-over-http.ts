import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import { DataLensClient } from '../test/datalens-client.ts'
import { DataLensProcess } from '../test/datalens-process.ts'
import { generateCsv } from './generate-csv.ts'
import { sendCsv } from './send-csv.ts'

/** `GET rows?limit=100` beside the same page asked of DuckDB on the same Parquet; milliseconds. */
export type HttpRowsFigure = { page: string; raw_p50: number; ours_p50: number; ours_p95: number; ratio: number }

/** `GET profile` beside `GET /health`, the barest route that reaches the database; milliseconds. */
export type HttpProfileFigure = Omit<HttpRowsFigure, 'page'>

const threads = 2
const asks = 101

/** Measures a server of its own that has read a generated file, its rows in turns with raw DuckDB. */
export async function measureHttpRows(
  directory: string,
  rows: number,
): Promise<{ pages: HttpRowsFigure[]; profile: HttpProfileFigure }> {
  await mkdir(directory, { recursive: true })
  const csv = join(directory, `upload-${rows}.csv`)
  if (!(await stat(csv).catch(() => undefined))) await generateCsv(csv, rows)
  const datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-bench-')))
  await datalens.start()
  try {
    const ada = await DataLensClient.register(datalens.url, 'bench')
    const { id } = await sendCsv(datalens.url, ada, csv)
    const tables = join(datalens.home, 'files/tables')
    const [table = ''] = await readdir(tables)
    const raw = await openDuckDb({ threads, memoryLimitBytes: 2 ** 30, tempDir: join(directory, 'raw') })
    const from = `read_parquet(${quoteText(join(tables, table))})`
    const middle = Math.floor(rows / 2)
    const figures: HttpRowsFigure[] = []
    for (const [page, offset] of [
      ['first page', 0],
      ['middle page', middle],
    ] as const) {
      const times = await takeTurns(
        (round) => raw.query(`SELECT * FROM ${from} LIMIT 100 OFFSET ${offset + round}`),
        async (round) => (await ada.ask('GET', `/datasets/${id}/rows?limit=100&offset=${offset + round}`)).text(),
      )
      figures.push({ page, ...times })
    }
    raw.close()
    const textOf = async (url: string) => {
      const answer = await fetch(url, { headers: ada.headers })
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
      return answer.text()
    }
    const profile = await takeTurns(
      () => textOf(`${datalens.url}/health`),
      () => textOf(ada.address(`/datasets/${id}/profile`)),
    )
    return { pages: figures, profile }
  } finally {
    await datalens.stop()
    await rm(datalens.home, { recursive: true, force: true })
  }
}

/** Answers are remembered, so that a question should differ by the number of its round. */
async function takeTurns(raw: (round: number) => Promise<unknown>, ours: (round: number) => Promise<unknown>) {
  const rawTimes: number[] = []
  const ourTimes: number[] = []
  for (let round = 0; round < asks; round += 1) {
    const times = [await timeOf(() => raw(round)), await timeOf(() => ours(round))] as const
    if (round < 5) continue
    rawTimes.push(times[0])
    ourTimes.push(times[1])
  }
  const at = (values: number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN
  const [raw_p50, ours_p50] = [at(rawTimes, 0.5), at(ourTimes, 0.5)]
  return { raw_p50, ours_p50, ours_p95: at(ourTimes, 0.95), ratio: ours_p50 / raw_p50 }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
