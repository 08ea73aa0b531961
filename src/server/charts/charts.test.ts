import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let bob: SignedIn
let bobsId: string
let visits: string
let ships: string

const csv = (columns: string) =>
  `${columns}\n${Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'HAM' : 'RTM'},${i * 2},2024-01-${String(1 + (i % 30)).padStart(2, '0')}`).join('\n')}\n`

const send = async (
  who: SignedIn,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  payload?: object,
) => {
  const answer = await server.app.inject({
    ...{ method, url: `/api/v1${path}`, headers: who.headers },
    ...(payload ? { payload } : {}),
  })
  const isJson = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, body: isJson && answer.body ? answer.json() : answer.body }
}

const upload = async (path: string, text: string): Promise<string> => {
  const form = fileForm(text)
  const headers = { ...ada.headers, ...form.headers }
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1${path}`, payload: form.payload, headers })
  await runJobs(server)
  return answer.json().id
}

const share = (id: string, role?: 'viewer' | 'editor') =>
  send(ada, 'PUT', `/datasets/${id}/access`, { everyone: null, people: role ? [{ user_id: bobsId, role }] : [] })

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  const person = await buildUser(server.orm)
  bobsId = person.id
  bob = await signIn(server.app, person)
  visits = await upload('/datasets', csv('port,tonnes,arrived'))
  ships = await upload('/datasets', csv('flag,length,built'))
})

afterAll(() => server.close())

const bars = { mark: 'bar', x: 'port', y: 'tonnes', aggregate: 'sum' }

test('chart-data answers, and says where a question does not fit', async () => {
  const { status, body } = await send(ada, 'POST', `/datasets/${visits}/chart-data`, bars)
  expect(status).toBe(200)
  expect(body.rows).toEqual([
    ['HAM', 800, 20],
    ['RTM', 760, 20],
  ])
  expect(body).toMatchObject({ sampled: false, other: null, row_count: 40, n: 40, nulls: { x: 0, y: 0 } })
  const wrong = await send(ada, 'POST', `/datasets/${visits}/chart-data`, { mark: 'bar', x: { column: 'harbour' } })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ path: 'x.column' }] } })
  const none = await send(ada, 'POST', `/datasets/${visits}/chart-data`, { mark: 'bars', x: 'port' })
  expect(none).toMatchObject({ status: 422, body: { errors: [{ path: 'mark' }] } })
  const { body: recommended } = await send(ada, 'GET', `/datasets/${visits}/charts/recommended`)
  expect(recommended.items[0]).toMatchObject({ because: expect.any(String), score: expect.any(Number) })
})

test.each([
  { ...bars, color: 'arrived', top_n: 1 },
  { mark: 'histogram', x: 'tonnes', x_scale: 'log' },
  { mark: 'line', x: { column: 'arrived', grain: 'week' }, y: 'tonnes', aggregate: 'median', color: 'port' },
  { mark: 'line', x: 'arrived', y: 'tonnes', aggregate: 'none', max_points: 20 },
  { mark: 'point', x: 'tonnes', y: 'arrived', color: 'port', max_points: 9 },
  { mark: 'box', x: 'port', y: 'tonnes' },
  { mark: 'heatmap', x: 'port', y: 'tonnes', color: { column: 'tonnes', aggregate: 'std' } },
])('a person who runs the SQL of $mark by $x gets the numbers that are shown', async (spec) => {
  const { body } = await send(ada, 'POST', `/datasets/${visits}/chart-data`, spec)
  const asked = await send(ada, 'POST', `/datasets/${visits}/query`, { sql: body.sql })
  expect(asked.body).toMatchObject({ row_count: body.rows.length, truncated: false })
  expect(asked.body.columns.map(({ name }: { name: string }) => name)).toEqual(
    body.columns.map(({ name }: { name: string }) => name),
  )
  const texts = (rows: unknown[][]) =>
    rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : cell)))
  expect(texts(asked.body.rows)).toEqual(texts(body.rows))
})

test('a chart is kept, shown, changed by one of two, and survives a version that kept its columns', async () => {
  const kept = await send(ada, 'POST', `/datasets/${visits}/charts`, { title: 'Tonnes', spec: bars })
  expect(kept).toMatchObject({
    status: 201,
    body: { title: 'Tonnes', spec: bars, missing_columns: [], may_change: true },
  })
  const path = `/charts/${kept.body.id}`
  expect((await send(ada, 'GET', path)).body).toEqual(kept.body)
  expect((await send(ada, 'GET', `/datasets/${visits}/charts`)).body).toMatchObject({ items: [kept.body], total: 1 })
  expect((await send(ada, 'GET', `${path}?format=sql`)).body).toMatch(/^WITH groups AS \(\n {2}SELECT "port" AS key/)
  expect((await send(ada, 'GET', `${path}?format=vega-lite`)).body).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: {
      values: [
        { x: 'HAM', value: 800, n: 20 },
        { x: 'RTM', value: 760, n: 20 },
      ],
    },
    encoding: { x: { field: 'x', type: 'nominal' }, y: { field: 'value', type: 'quantitative' } },
  })

  const odd = { title: 'Odd', spec: { ...bars, filter: { column: 'tons', op: 'is_null' } } }
  const refused = await send(ada, 'POST', `/datasets/${visits}/charts`, odd)
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'spec.filter.column' }] } })

  const { updated_at } = kept.body
  const first = await send(ada, 'PATCH', path, { title: 'Freight', updated_at })
  expect(first).toMatchObject({ status: 200, body: { title: 'Freight', spec: bars } })
  const late = await send(ada, 'PATCH', path, { title: 'Cargo', updated_at })
  expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } })

  await upload(`/datasets/${visits}/versions`, csv('port,weight,arrived'))
  const without = await send(ada, 'GET', path)
  expect(without.body).toMatchObject({ title: 'Freight', missing_columns: ['tonnes'] })
  expect(await send(ada, 'GET', `${path}?format=sql`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('"tonnes"') },
  })
  await upload(`/datasets/${visits}/versions`, csv('port,tonnes,arrived'))
  expect((await send(ada, 'GET', path)).body.missing_columns).toEqual([])
})

test('a dashboard shows each reader the charts that they may see', async () => {
  const keep = async (id: string, spec: object) =>
    (await send(ada, 'POST', `/datasets/${id}/charts`, { title: 'A chart', spec })).body.id as string
  const [ports, flags] = [await keep(visits, bars), await keep(ships, { mark: 'pie', x: 'flag' })]
  const place = { x: 0, y: 0, w: 6, h: 4 }
  const layout = [
    { chart_id: ports, ...place },
    { chart_id: flags, ...place, x: 6 },
  ]
  const filter = { column: 'port', op: 'eq', value: 'HAM' }
  const made = await send(ada, 'POST', '/dashboards', { title: 'Harbour', layout, filter })
  expect(made).toMatchObject({ status: 201, body: { title: 'Harbour', layout, filter, may_change: true } })
  expect(made.body.charts.map(({ id }: { id: string }) => id)).toEqual([ports, flags])
  const path = `/dashboards/${made.body.id}`

  expect((await send(bob, 'GET', path)).status).toBe(404)
  await share(visits, 'editor')
  const seen = await send(bob, 'GET', path)
  expect(seen.body).toMatchObject({ layout, filter: null, may_change: false, charts: [{ id: ports }] })
  expect(seen.body.charts).toHaveLength(1)
  expect((await send(bob, 'GET', '/dashboards')).body.items).toMatchObject([
    { title: 'Harbour', chart_count: 2, datasets: [{ id: visits }] },
  ])
  expect((await send(bob, 'PATCH', path, { title: 'Mine' })).status).toBe(403)
  const stolen = await send(bob, 'POST', '/dashboards', { title: 'Mine', layout: [{ chart_id: flags, ...place }] })
  expect(stolen).toMatchObject({ status: 422, body: { errors: [{ path: 'layout.0.chart_id' }] } })
  expect((await send(bob, 'GET', '/dashboards')).body.total).toBe(1)

  await share(ships, 'editor')
  const { updated_at } = (await send(bob, 'GET', path)).body
  const renamed = await send(bob, 'PATCH', path, { title: 'Ours', updated_at })
  expect(renamed).toMatchObject({ status: 200, body: { title: 'Ours', layout, filter, may_change: true } })
  expect((await send(ada, 'PATCH', path, { layout: [], updated_at })).status).toBe(409)
  expect((await send(bob, 'DELETE', path)).status).toBe(403)
  expect((await send(bob, 'GET', `/datasets/${ships}/dashboards`)).body).toEqual({ count: 1, titles: ['Ours'] })

  await send(ada, 'DELETE', `/datasets/${ships}`)
  expect((await send(ada, 'GET', `/datasets/${ships}/dashboards`)).body.count).toBe(1)
  expect((await send(bob, 'GET', `/datasets/${ships}/dashboards`)).status).toBe(404)
  expect((await send(ada, 'GET', path)).body.charts).toMatchObject([{ id: ports }])
  await send(ada, 'DELETE', `/datasets/${ships}?permanent=true`)
  expect((await send(ada, 'GET', path)).body.layout).toEqual([layout[0]])
  const narrower = await send(ada, 'PATCH', path, { layout: [{ chart_id: ports, ...place, w: 12 }], filter: null })
  expect(narrower.body).toMatchObject({ layout: [{ w: 12 }], filter: null })
  for (const wrong of [
    { ...place, x: 7 },
    { ...place, w: 0 },
  ]) {
    expect((await send(ada, 'PATCH', path, { layout: [{ chart_id: ports, ...wrong }] })).status).toBe(422)
  }
  expect((await send(ada, 'DELETE', `/charts/${ports}`)).status).toBe(204)
  expect((await send(ada, 'GET', path)).body.layout).toEqual([])
  expect((await send(bob, 'GET', path)).status).toBe(404)
  expect((await send(ada, 'DELETE', path)).status).toBe(204)
  expect((await send(ada, 'GET', path)).status).toBe(404)
})

test('a chart that goes while it is put on a dashboard is refused as one that is not there', async () => {
  const { id } = (await send(ada, 'POST', `/datasets/${visits}/charts`, { title: 'Soon gone', spec: bars })).body
  const em = server.orm.em.fork()
  await em.begin()
  await em.execute('delete from charts where id = ?', [id])
  const layout = [{ chart_id: id, x: 0, y: 0, w: 6, h: 4 }]
  const making = send(ada, 'POST', '/dashboards', { title: 'Too late', layout })
  const waiting = `select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(() => server.orm.em.fork().execute(waiting)).toEqual([{ waiting: 1 }])
  await em.commit()
  expect(await making).toMatchObject({ status: 422, body: { errors: [{ path: 'layout.0.chart_id' }] } })
})
