import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { createQueryPool } from '../src/engine/query/query-pool.ts'
import { createApp } from '../src/server/app.ts'
import { upgrade } from '../src/server/database/migrations.ts'
import { openOrm } from '../src/server/database/orm.ts'
import { openDatasetChanges } from '../src/server/datasets/dataset-changes.ts'
import { conditionsOf, orderOf, pageStatement } from '../src/server/datasets/list-datasets.ts'
import { openFileStore } from '../src/server/datasets/stored-file.ts'
import { openHome } from '../src/server/home.ts'
import { startEmbeddedPostgres } from '../src/server/postgres/embedded-postgres.ts'
import { readSettings } from '../src/server/settings.ts'
import { datasetListQuerySchema } from '../src/shared/dataset.ts'
import { measureLoad } from './http-load.ts'

/** `GET /datasets` of a signed-in person beside a bare Fastify route with the same statement on the same pool. */
export type ListFigures = {
  datasets: number
  bare_per_second: number
  ours_per_second: number
  ratio: number
  ours_p95: number
}

const rounds = 5
const roundMs = 1_500
const connections = 8

/** Measures with lists of 20 and of 100 items, in turns. */
export async function measureDatasetList(): Promise<ListFigures[]> {
  const directory = await mkdtemp(join(tmpdir(), 'datalens-bench-'))
  const home = await openHome(directory)
  const postgres = await startEmbeddedPostgres({ home, connections: 60 })
  const orm = openOrm({ url: postgres.url })
  await upgrade(orm)
  await openFileStore(home)
  const changes = openDatasetChanges({ databaseUrl: postgres.url })
  const queries = createQueryPool({ processes: 1, memoryLimitBytes: 2 ** 28, tempDir: join(directory, 'query') })
  const app = await createApp({
    settings: readSettings({ environment: { DATALENS_HOME: directory }, directory }),
    home,
    orm,
    changes,
    queries,
    sweeper: { soon: () => {} },
    liveUploads: new Set(),
    stopping: new AbortController().signal,
    passwordCost: 4,
  })
  const bare = Fastify()
  try {
    const { userId, headers } = await signUp(app)
    const query = datasetListQuerySchema.parse({})
    bare.get('/', async () => {
      const { rows } = await pageStatement(userId, conditionsOf(userId, query), orderOf(query.sort), query).execute(
        orm.em.getKysely(),
      )
      return rows
    })
    await Promise.all([app.listen({ port: 0 }), bare.listen({ port: 0 })])
    const figures: ListFigures[] = []
    for (const datasets of [20, 100]) {
      await fill(orm.em.getKysely(), userId, datasets)
      figures.push({ datasets, ...(await takeTurns(`${urlOf(bare)}/`, `${urlOf(app)}/api/v1/datasets`, headers)) })
    }
    return figures
  } finally {
    await Promise.all([app.close(), bare.close(), queries.close(), changes.close()])
    await orm.close()
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function takeTurns(bareUrl: string, ourUrl: string, headers: Record<string, string>) {
  const rates: { bare: number[]; ours: number[]; p95: number[] } = { bare: [], ours: [], p95: [] }
  const load = { headers, connections, milliseconds: roundMs }
  for (let round = 0; round <= rounds; round += 1) {
    const bare = await measureLoad({ ...load, requests: [{ url: bareUrl }] })
    const ours = await measureLoad({ ...load, requests: [{ url: ourUrl }] })
    if (round === 0) continue
    rates.bare.push(bare.per_second)
    rates.ours.push(ours.per_second)
    rates.p95.push(ours.p95)
  }
  const [bare, ours] = [median(rates.bare), median(rates.ours)]
  return { bare_per_second: bare, ours_per_second: ours, ratio: ours / bare, ours_p95: median(rates.p95) }
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
const urlOf = ({ server }: { server: { address(): unknown } }) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function signUp(app: Awaited<ReturnType<typeof createApp>>) {
  const person = { email: 'bench@example.org', username: 'bench', password: 'seven tall ships at anchor' }
  const registered = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: person })
  const login = { login: person.username, password: person.password }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: login })
  return { userId: registered.json().id as string, headers: { authorization: `Bearer ${answer.json().access_token}` } }
}

async function fill(db: Parameters<ReturnType<typeof pageStatement>['execute']>[0], userId: string, count: number) {
  await sql`delete from datasets`.execute(db)
  const columns = JSON.stringify(
    Array.from({ length: 30 }, (_, n) => ({
      name: `column ${n}`,
      source_name: 'c',
      sql_type: 'BIGINT',
      kind: 'numeric',
      null_count: 0,
    })),
  )
  await sql`insert into datasets (user_id, filename, original_filename, title, file_type, file_size, file_path, status,
      row_count, column_count, columns_info, kind_counts, kind_strip)
    select ${userId}, n || ${randomUUID()}, 'harbour visits.csv', 'harbour visits ' || n, 'csv', 1000, 'f', 'ready', 500, 30,
      ${columns}::jsonb, '{"numeric": 30}', array_fill('numeric'::text, array[30])
    from generate_series(1, ${count}::int) n`.execute(db)
  await sql`insert into dataset_versions (dataset_id, number, status, original_filename, file_path, file_size, sha256)
    select id, 1, 'ready', 'f', 'f', 1, '' from datasets`.execute(db)
  await sql`analyze`.execute(db)
}
