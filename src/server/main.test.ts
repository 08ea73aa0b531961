import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DataLensClient } from '../../test/datalens-client.ts'
import { openEvents } from '../../test/event-reader.ts'
import { createTestDatabase } from '../../test/postgres.ts'
import { type Home, openHome } from './home.ts'
import { type RunningServer, serve } from './main.ts'
import { readSettings } from './settings.ts'

const settingsFor = (home: string, environment: Record<string, string> = {}) =>
  readSettings({
    environment: { DATALENS_HOME: home, PORT: '0', LOG_LEVEL: 'silent', ...environment },
    directory: home,
  })

const openTestHome = async (): Promise<Home> => openHome(await mkdtemp(join(tmpdir(), 'datalens-test-')))
const manyRows = (rows: number) => `id,text\n${Array.from({ length: rows }, (_, n) => `${n},row ${n}`).join('\n')}\n`

/** The worker processes of this process, which the server under test has forked. */
const workerPids = (): number[] => {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line.includes('worker-process'))
    .map((line) => Number.parseInt(line, 10))
}

describe('a running server', () => {
  let home: Home
  let databaseUrl: string
  let server: RunningServer
  let ada: DataLensClient

  beforeAll(async () => {
    home = await openTestHome()
    databaseUrl = await createTestDatabase({ empty: true })
    await mkdir(left(), { recursive: true })
    server = await serve({ settings: settingsFor(home.root), home, databaseUrl })
    ada = await DataLensClient.register(server.url, 'ada')
  })

  afterAll(async () => {
    await server.stop()
    await rm(home.root, { recursive: true })
  })

  const left = () => join(home.tmp, 'previews', 'preview-of-one-that-was-killed')

  test('removes what requests had under way when a server was killed', async () => {
    expect(await readdir(dirname(left()))).toEqual([])
  })

  const terminateAll = async () => {
    const client = new pg.Client(databaseUrl)
    await client.connect()
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await client.end()
  }

  test('takes a file from upload to rows', async () => {
    const dataset = await ada.upload('a,b\n1,x\n2,y\n', { wait: 50 })
    expect(dataset).toMatchObject({ status: 'ready', row_count: 2, column_count: 2 })
    expect(await ada.get(`/datasets/${dataset.id}/rows`)).toMatchObject({
      rows: [
        [1, 'x'],
        [2, 'y'],
      ],
    })
    expect(await ada.get(`/datasets/${dataset.id}/profile`)).toMatchObject({ row_count: 2 })
  })

  test('replaces a worker that is killed, and the file is read all the same', async () => {
    const { id } = await ada.upload(manyRows(500_000))
    await expect.poll(async () => (await ada.dataset(id)).status).toBe('processing')
    const before = workerPids()
    expect(before.length).toBeGreaterThan(0)
    for (const pid of before) process.kill(pid, 'SIGKILL')
    const killedAt = performance.now()
    const { rows } = await pollAttempts(databaseUrl, id, 2)
    expect(rows[0]).toMatchObject({ attempt: 2 })
    expect(performance.now() - killedAt).toBeLessThan(15_000)
    expect(await ada.dataset(id, 50)).toMatchObject({ status: 'ready', row_count: 500_000 })
    expect(workerPids()).not.toEqual(before)
    await expect.poll(() => readdir(join(home.files, 'tables'))).toHaveLength(2)
  })

  test('gives up a file that ends its worker three times, and reads the next', async () => {
    const { id } = await ada.upload(manyRows(800_000))
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect((await pollAttempts(databaseUrl, id, attempt)).rows[0].attempt).toBe(attempt)
      for (const pid of workerPids()) process.kill(pid, 'SIGKILL')
    }
    expect(await ada.dataset(id, 50)).toMatchObject({ status: 'error', error: { code: 'crashed' }, job: null })
    expect(await ada.upload('a\n1\n', { wait: 50 })).toMatchObject({ status: 'ready' })
    await expect.poll(() => readdir(join(home.tmp, 'ingest'))).toEqual([])
    expect((await ada.ask('GET', `/datasets/${id}/download`)).status).toBe(200)
  })

  test('recovers by itself when every connection to the database is cut, in the middle of reading too', async () => {
    const { id } = await ada.upload(manyRows(300_000))
    await using events = await openEvents(`${server.url}/api/v1/events`, ada.headers)
    for (let round = 0; round < 3; round += 1) {
      await terminateAll()
      await sleep(150)
    }
    await expect.poll(async () => (await ada.ask('GET', '/datasets')).status).toBe(200)
    await events.until(({ data }) => data.id === id && data.status === 'ready')
    const next = await ada.upload('a\n1\n', { wait: 50 })
    expect(next).toMatchObject({ status: 'ready' })
    await events.until(({ data }) => data.id === next.id && data.status === 'ready')
  })

  test('a second one on the same port says so', async () => {
    const other = await openTestHome()
    const port = new URL(server.url).port
    await expect(
      serve({
        settings: settingsFor(other.root, { PORT: port }),
        home: other,
        databaseUrl: await createTestDatabase(),
      }),
    ).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`)
    await rm(other.root, { recursive: true })
  })

  test('a second one with another home on the same database is refused, and the first goes on', async () => {
    const other = await openTestHome()
    await expect(serve({ settings: settingsFor(other.root), home: other, databaseUrl })).rejects.toThrow(
      `The database is in use by another DataLens (process ${process.pid} on `,
    )
    expect(await readdir(other.files)).toEqual([])
    expect(await ada.upload('a\n1\n', { wait: 50 })).toMatchObject({ status: 'ready' })
    await rm(other.root, { recursive: true })
  })

  test('stops within seconds: streams and waiting requests end, work is put back, no process stays', async () => {
    const { id } = await ada.upload(manyRows(600_000))
    await expect.poll(async () => (await ada.dataset(id)).status).toBe('processing')
    const events = await openEvents(`${server.url}/api/v1/events`, ada.headers)
    const waiting = ada.ask('GET', `/datasets/${id}?wait=60`)
    await sleep(200)
    const began = performance.now()
    await server.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    await events.ended
    expect((await waiting).status).toBe(200)
    expect(workerPids()).toEqual([])
    expect(await readdir(join(home.tmp, 'ingest'))).toEqual([])

    server = await serve({ settings: settingsFor(home.root), home, databaseUrl })
    await ada.moveTo(server.url)
    expect(await ada.dataset(id, 50)).toMatchObject({ status: 'ready', row_count: 600_000 })
    expect((await pollAttempts(databaseUrl, id, 2)).rows[0]).toMatchObject({ attempt: 2, releases: 1 })
  })
})

test('a server waits for a database that is only just starting', async () => {
  const home = await openTestHome()
  const databaseUrl = await createTestDatabase({ empty: true })
  const { url, open, close } = await proxyTo(databaseUrl)
  const serving = serve({ settings: settingsFor(home.root), home, databaseUrl: url })
  await sleep(700)
  await open()
  const server = await serving
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  await server.stop()
  await close()
  await rm(home.root, { recursive: true })
})

test('and gives up when the database never comes, leaving nothing open', async () => {
  const home = await openTestHome()
  await expect(
    serve({
      settings: settingsFor(home.root),
      home,
      databaseUrl: 'postgresql://nobody@127.0.0.1:1/none',
      databasePatienceMs: 500,
    }),
  ).rejects.toThrow(/ECONNREFUSED|connect/)
  await rm(home.root, { recursive: true })
})

const pollAttempts = async (databaseUrl: string, id: string, attempt: number) => {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    for (let tries = 0; ; tries += 1) {
      const found = await client.query('select attempt, releases from dataset_versions where dataset_id = $1', [id])
      if (found.rows[0].attempt >= attempt || tries > 1_500) return found
      await sleep(20)
    }
  } finally {
    await client.end()
  }
}

/** A door to the database that is closed at first. */
const proxyTo = async (databaseUrl: string) => {
  const { port, socketFile } = await placeOf(databaseUrl)
  const sockets = new Set<Socket>()
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port: doorPort } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  let door: Server | undefined
  const url = new URL(databaseUrl)
  return {
    url: `postgresql://${url.username}:${url.password}@127.0.0.1:${doorPort}${url.pathname}`,
    open: () =>
      new Promise<void>((resolve) => {
        door = createServer((inside) => {
          const outside = socketFile ? connect(socketFile) : connect(port, url.hostname)
          for (const socket of [inside, outside]) {
            sockets.add(socket)
            socket.on('error', () => {})
          }
          inside.pipe(outside).pipe(inside)
        }).listen(doorPort, '127.0.0.1', resolve)
      }),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => door?.close(resolve))
    },
  }
}

const placeOf = async (databaseUrl: string) => {
  const url = new URL(databaseUrl)
  const host = decodeURIComponent(url.hostname)
  const port = Number(url.port || 5432)
  return { port, socketFile: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : undefined }
}
