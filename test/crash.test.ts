import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dataset } from '../src/shared/dataset.ts'
import { DataLensClient } from './datalens-client.ts'
import { DataLensProcess, isRunning } from './datalens-process.ts'
import { fileForm } from './multipart.ts'

/** Real processes, real kills: what was acknowledged is there, everything ends, and no file lies about. */

let datalens: DataLensProcess
let ada: DataLensClient
/** The SHA-256 of every acknowledged upload by the id of its dataset. */
const acknowledged = new Map<string, string>()

beforeAll(async () => {
  datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-crash-')))
  await datalens.start()
  ada = await DataLensClient.register(datalens.url, 'ada')
}, 90_000)

afterAll(async () => {
  await datalens.stop()
  await rm(datalens.home, { recursive: true, force: true })
}, 60_000)

const csv = (rows: number, seed: number) =>
  Buffer.from(`id,text,seed\n${Array.from({ length: rows }, (_, n) => `${n},"row, ${n}",${seed}`).join('\n')}\n`)
const sizes = [10, 60_000, 250_000]
let seed = 0

/** Uploads until something fails; every acknowledgement is remembered. */
const uploadSeveral = async (): Promise<void> => {
  await Promise.allSettled(
    sizes.map(async (rows) => {
      seed += 1
      const content = csv(rows, seed)
      const { id } = await ada.upload(content)
      acknowledged.set(id, createHash('sha256').update(content).digest('hex'))
    }),
  )
}

/** An upload that has sent half of its body and no more. */
const beginUpload = (): { abandon: () => void } => {
  const { payload, headers } = fileForm(csv(200_000, 0))
  const sending = request(`${datalens.url}/api/v1/datasets`, {
    method: 'POST',
    headers: { ...headers, ...ada.headers, 'content-length': payload.length },
  })
  sending.on('error', () => {})
  sending.write(payload.subarray(0, payload.length / 2))
  return { abandon: () => sending.destroy() }
}

const query = async <T extends pg.QueryResultRow>(statement: string): Promise<T[]> => {
  const { url } = JSON.parse(await readFile(join(datalens.home, 'postgres/connection.json'), 'utf8')) as { url: string }
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<T>(statement)).rows
  } finally {
    await client.end()
  }
}

const filesIn = async (directory: string) =>
  (await readdir(join(datalens.home, directory))).map((name) => `${directory}/${name}`)

const everythingEnds = () =>
  expect
    .poll(
      async () => {
        const { items } = await ada.get<{ items: Dataset[] }>('/datasets?limit=1000').catch(() => ({ items: null }))
        return items?.map(({ status }) => status).filter((status) => status !== 'ready' && status !== 'error')
      },
      { timeout: 30_000, interval: 100 },
    )
    .toEqual([])

const nothingIsLost = async () => {
  for (const [id, sha256] of acknowledged) {
    const dataset = await ada.dataset(id)
    expect(dataset.status === 'ready' || dataset.error?.code === 'crashed').toBe(true)
    const bytes = await (await ada.ask('GET', `/datasets/${id}/download`)).arrayBuffer()
    expect(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')).toBe(sha256)
    if (dataset.status === 'ready') {
      expect(await ada.get(`/datasets/${id}/rows?limit=1`)).toMatchObject({ total: dataset.row_count })
      expect(await ada.get(`/datasets/${id}/receipt`)).toMatchObject({ sha256, rows_loaded: dataset.row_count })
    }
  }
}

const noFileLiesAbout = async () => {
  const rows = await query<{ file_path: string; table_path: string | null }>(
    'select file_path, table_path from dataset_versions',
  )
  const known = rows.flatMap(({ file_path, table_path }) => (table_path ? [file_path, table_path] : [file_path])).sort()
  await expect
    .poll(
      async () =>
        (await Promise.all(['files/incoming', 'files/originals', 'files/tables', 'tmp/ingest'].map(filesIn)))
          .flat()
          .sort(),
      { timeout: 15_000, interval: 100 },
    )
    .toEqual(known)
  expect(await query('select 1 from uploads')).toEqual([])
}

const rounds = [
  { kill: ['workers'], afterMs: 500 },
  { kill: ['server'], afterMs: 150 },
  { kill: ['server', 'workers', 'postgres'], afterMs: 700 },
  { kill: ['postgres'], afterMs: 400 },
  { kill: ['server', 'workers', 'postgres'], afterMs: 60 },
] as const

test.each(rounds)(
  'kill -9 of $kill after $afterMs ms',
  async ({ kill, afterMs }) => {
    const half = beginUpload()
    const uploading = uploadSeveral()
    await sleep(afterMs)
    await datalens.kill(...kill)
    await uploading
    half.abandon()
    if ((kill as readonly string[]).includes('server')) {
      await datalens.start()
      await ada.moveTo(datalens.url)
    }
    await everythingEnds()
    await nothingIsLost()
    await noFileLiesAbout()
  },
  60_000,
)

/** Some fifty megabytes that a worker reads, and then profiles, for seconds. */
const largeCsv = () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `${n},"row, ${n * 7919}",${n / 7},2024-01-17\n`).join('')
  seed += 1
  return Buffer.from(`id,text,share,day\n${seed},"",,\n${lines.repeat(60)}`)
}

test.each(['reading', 'profiling'] as const)(
  'kill -9 of the server while a large file is at the stage %s',
  async (stage) => {
    const content = largeCsv()
    const { id } = await ada.upload(content)
    acknowledged.set(id, createHash('sha256').update(content).digest('hex'))
    const { workerPids } = datalens
    await expect.poll(async () => (await ada.dataset(id)).job?.stage, { interval: 20 }).toBe(stage)
    await datalens.kill('server')
    await expect.poll(() => workerPids.filter(isRunning), { timeout: 1_000, interval: 20 }).toEqual([])
    await datalens.start()
    await ada.moveTo(datalens.url)
    await everythingEnds()
    expect(await ada.dataset(id)).toMatchObject({ status: 'ready', row_count: 1_200_001 })
    await nothingIsLost()
    await noFileLiesAbout()
  },
  90_000,
)

test('after all that a new upload is read as ever, by the first worker', async () => {
  const dataset = await ada.upload('a\n1\n', { wait: 30 })
  expect(dataset).toMatchObject({ status: 'ready', row_count: 1 })
  expect(acknowledged.size).toBeGreaterThan(0)
})
