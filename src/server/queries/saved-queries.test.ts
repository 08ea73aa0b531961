import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { uploadText } from '../../../test/upload-text.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let bob: SignedIn
let eve: SignedIn
let visits: string
let ports: string

const send = (
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  person: SignedIn,
  body?: object,
  headers = {},
) =>
  server.app.inject({
    ...{ method, url: `/api/v1/datasets/${path}`, headers: { ...person.headers, ...headers } },
    ...(body ? { payload: body } : {}),
  })

beforeAll(async () => {
  server = await buildTestApp({ DEFAULT_QUOTA_BYTES: '20000' })
  const [first, second, third] = [await buildUser(server.orm), await buildUser(server.orm), await buildUser(server.orm)]
  ada = await signIn(server.app, first)
  bob = await signIn(server.app, second)
  eve = await signIn(server.app, third)
  visits = await uploadText(server.app, ada, 'port,calls\nHAM,3\nRTM,4\nHAM,5\n')
  ports = await uploadText(server.app, ada, 'code,name\nHAM,Hamburg\nRTM,Rotterdam\n')
  await runJobs(server)
  const people = [
    { user_id: second.id, role: 'editor' },
    { user_id: third.id, role: 'viewer' },
  ]
  await send('PUT', `${visits}/access`, ada, { everyone: null, people })
})

afterAll(() => server.close())

const joined = {
  sql: 'SELECT name, sum(calls) AS calls, 1.50::DECIMAL(5,2) AS fee FROM data JOIN p ON code = port WHERE calls > ? GROUP BY name ORDER BY name;',
  params: [3],
}

test('the answer to a query becomes a dataset that says which query made it', async () => {
  const body = { ...joined, with: { p: ports }, title: 'Calls by port' }
  const saved = await send('POST', `${visits}/query/save`, ada, body, { 'idempotency-key': 'one-click' })
  expect(saved.statusCode, saved.body).toBe(201)
  const again = await send('POST', `${visits}/query/save`, ada, body, { 'idempotency-key': 'one-click' })
  expect(again.headers['idempotent-replayed']).toBe('true')
  expect(again.json()).toEqual(saved.json())
  const other = { ...body, title: 'Another' }
  const reused = await send('POST', `${visits}/query/save`, ada, other, { 'idempotency-key': 'one-click' })
  expect(reused.json().code).toBe('idempotency_key_reused')

  await runJobs(server)
  const { id } = saved.json()
  const read = (await send('GET', id, ada)).json()
  expect(read).toMatchObject({ title: 'Calls by port', status: 'ready', row_count: 2, role: 'owner', version: 1 })
  expect(read.columns_info.map(({ name, sql_type }: Record<string, string>) => `${name} ${sql_type}`)).toEqual([
    ...['name VARCHAR', 'calls DECIMAL(38,0)', 'fee DECIMAL(5,2)'],
  ])
  expect(read.source).toEqual({
    ...{ table_index: 0, table_name: null, ...joined },
    datasets: [
      { alias: 'data', id: visits, version: 1, title: 'visits' },
      { alias: 'p', id: ports, version: 1, title: 'visits' },
    ],
  })
  const receipt = (await send('GET', `${id}/receipt`, ada)).json()
  expect(receipt).toMatchObject({ rows_loaded: 2, rows_rejected: 0, format: { type: 'parquet' } })
  expect((await send('GET', `${id}/rows`, ada)).json().rows).toEqual([
    ['Hamburg', '5', '1.50'],
    ['Rotterdam', '4', '1.50'],
  ])

  await send('PUT', `${id}/access`, ada, { everyone: 'viewer', people: [] })
  const seen = (await send('GET', id, eve)).json().source.datasets
  expect(seen.map(({ title }: { title: string | null }) => title)).toEqual(['visits', null])
  await send('POST', `${id}/reingest`, ada, { options: {} })
  await runJobs(server)
  expect((await send('GET', id, ada)).json()).toMatchObject({ version: 2, source: { sql: joined.sql } })
})

test('a query that fails, and an answer that does not fit, leave nothing', async () => {
  const counts = async () => {
    const { rows } = await sql<{ n: number }>`
      select (select count(*) from datasets) + (select count(*) from uploads) as n`.execute(server.orm.em.getKysely())
    return rows[0]?.n
  }
  const before = await counts()
  const failed = await send('POST', `${visits}/query/save`, ada, { sql: 'SELECT nope FROM data', title: 'x' })
  expect(failed.json()).toMatchObject({ code: 'sql_error', errors: [{ line: 1, column: 8 }] })
  const large = { sql: 'SELECT md5(range::VARCHAR) FROM range(5000)', title: 'x' }
  expect((await send('POST', `${visits}/query/save`, ada, large)).json().code).toBe('quota_exceeded')
  expect(await counts()).toBe(before)
})

test('a saved query is its author’s, and a shared one is those’s who may change the dataset', async () => {
  const query = { name: 'Calls', sql: joined.sql, with: { p: ports } }
  const own = await send('POST', `${visits}/queries`, eve, query)
  expect(own.json()).toMatchObject({ ...query, shared: false, can_change: true })
  expect((await send('POST', `${visits}/queries`, eve, { ...query, shared: true })).statusCode).toBe(403)
  const shared = await send('POST', `${visits}/queries`, bob, { name: 'All', sql: 'FROM data', shared: true })
  const list = async (person: SignedIn) =>
    (await send('GET', `${visits}/queries`, person))
      .json()
      .items.map((item: Record<string, unknown>) => [item.name, item.can_change])
  expect(await list(eve)).toEqual([
    ['All', false],
    ['Calls', true],
  ])
  expect(await list(ada)).toEqual([['All', true]])

  const [ofEve, ofBob] = [`${visits}/queries/${own.json().id}`, `${visits}/queries/${shared.json().id}`]
  expect((await send('PATCH', ofEve, ada, { name: 'x' })).statusCode).toBe(404)
  expect((await send('PATCH', ofBob, eve, { name: 'x' })).statusCode).toBe(403)
  expect((await send('PATCH', ofEve, eve, { shared: true })).statusCode).toBe(403)
  expect((await send('PATCH', `${ports}/queries/${shared.json().id}`, ada, { name: 'x' })).statusCode).toBe(404)
  expect((await send('PATCH', ofBob, ada, { name: 'Everything', with: {} })).json()).toMatchObject({
    ...{ name: 'Everything', sql: 'FROM data', shared: true },
  })
  expect((await send('DELETE', ofEve, ada)).statusCode).toBe(404)
  expect((await send('DELETE', ofEve, eve)).statusCode).toBe(204)
  expect((await send('DELETE', ofBob, ada)).statusCode).toBe(204)
  expect(await list(eve)).toEqual([])
})

test('one person keeps five hundred queries of a dataset, also when several come at once', async () => {
  const db = server.orm.em.fork().getKysely()
  await sql`insert into saved_queries (dataset_id, user_id, name, sql)
    select ${ports}, d.user_id, 'q' || n, 'FROM data' from datasets d, generate_series(1, 498) n where d.id = ${ports}`.execute(
    db,
  )
  const kept = await Promise.all(
    Array.from({ length: 5 }, () => send('POST', `${ports}/queries`, ada, { name: 'x', sql: 'FROM data' })),
  )
  expect(kept.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 201, 409, 409, 409])
})

test('everybody sees what they have asked themselves, the last first', async () => {
  await send('POST', `${visits}/query`, eve, { sql: 'SELECT count(*) FROM data' })
  await send('POST', `${visits}/query`, eve, { sql: 'SELECT nope' })
  await send('POST', `${visits}/query`, eve, {
    ...{
      sql: 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range < b.range - 9e9',
      timeout_ms: 200,
    },
  })
  const past = (await send('GET', `${visits}/queries/history`, eve)).json()
  expect(past.total).toBe(3)
  expect(past.items).toMatchObject([
    { outcome: 'timeout', row_count: null, error: expect.stringContaining('Stopped') },
    { outcome: 'failed', sql: 'SELECT nope', row_count: null, error: expect.stringContaining('nope') },
    { outcome: 'answered', row_count: 1, error: null, with: {} },
  ])
  const page = (await send('GET', `${visits}/queries/history?limit=1&offset=2`, eve)).json()
  expect(page.items).toEqual([past.items[2]])
  expect((await send('GET', `${ports}/queries/history`, eve)).statusCode).toBe(404)
  expect((await send('GET', `${visits}/queries/history`, bob)).json().items).toEqual([])
})
