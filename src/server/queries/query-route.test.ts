import { tableFromIPC } from '@uwdata/flechette'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { uploadText } from '../../../test/upload-text.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let eve: SignedIn
let visits: string
let ports: string
let secret: string

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  eve = await signIn(server.app, await buildUser(server.orm))
  visits = await uploadText(server.app, ada, 'port,calls\nHAM,3\nRTM,4\nHAM,5\n')
  ports = await uploadText(server.app, ada, 'code,name\nHAM,Hamburg\nRTM,=Rotterdam\n')
  secret = await uploadText(server.app, eve, 'secret\n42\n')
  await runJobs(server)
})

afterAll(() => server.close())

const post = (path: string, body: object, headers: Record<string, string> = {}, person = ada) =>
  server.app.inject({
    ...{ method: 'POST', url: `/api/v1/datasets/${path}`, payload: body },
    headers: { ...person.headers, ...headers },
  })
const joined = 'SELECT name, sum(calls) AS n FROM data JOIN p ON code = port GROUP BY name ORDER BY name'

test('a query is answered with its columns, its rows and how long it took', async () => {
  const answer = await post(`${visits}/query`, { sql: joined, with: { p: ports }, limit: 1 })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    columns: [
      { name: 'name', sql_type: 'VARCHAR', kind: 'text', json: 'string' },
      { name: 'n', sql_type: 'HUGEINT', kind: 'numeric', json: 'string' },
    ],
    ...{ rows: [['=Rotterdam', '4']], row_count: 1, truncated: true, limit: 1 },
  })
  expect(answer.json().duration_ms).toBeGreaterThan(0)
  const counted = await post(`${visits}/query`, {
    sql: 'SELECT count(*) FROM data WHERE port = $p',
    params: { p: 'HAM' },
  })
  expect(counted.json()).toMatchObject({ rows: [[2]], truncated: false, limit: 1000 })
})

test('a file has all rows, guarded as downloads are, and a failure comes before the first byte', async () => {
  const csv = await post(`${visits}/query`, { sql: `${joined};`, with: { p: ports } }, { accept: 'text/csv' })
  expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'x-row-count': '2' })
  expect(csv.body).toBe("name,n\n'=Rotterdam,4\nHamburg,8\n")
  const whole = { sql: 'SELECT 9007199254740993 AS big, port FROM data', limit: 2 }
  const arrow = await post(`${visits}/query`, whole, { accept: 'application/vnd.apache.arrow.stream, */*;q=0.1' })
  expect(tableFromIPC(arrow.rawPayload, { useBigInt: true }).toArray()).toEqual([
    { big: 9007199254740993n, port: 'HAM' },
    { big: 9007199254740993n, port: 'RTM' },
  ])
  const failed = await post(`${visits}/query`, { sql: 'SELECT nope FROM data' }, { accept: 'text/csv' })
  expect(failed.statusCode).toBe(422)
  expect(failed.json()).toMatchObject({ code: 'sql_error', errors: [{ path: 'sql', line: 1, column: 8 }] })
})

test('what somebody may not see is not there, by whatever way it is named', async () => {
  const nobodys = '00000000-0000-4000-8000-000000000000'
  const [hidden, none] = [
    await post(`${secret}/query`, { sql: 'FROM data' }),
    await post(`${nobodys}/query`, { sql: '' }),
  ]
  expect([hidden.statusCode, none.statusCode]).toEqual([404, 422])
  const details = []
  for (const id of [secret, nobodys]) {
    const joinedWith = await post(`${visits}/query`, { sql: 'FROM other', with: { other: id } })
    expect(joinedWith.statusCode).toBe(404)
    details.push(joinedWith.json().detail)
  }
  expect(new Set(details).size).toBe(1)
})

test('an alias that is no name, and values that are out of bounds, are refused with their path', async () => {
  const refused = async (body: object) => {
    const answer = await post(`${visits}/query`, { sql: 'SELECT 1', ...body })
    return [answer.statusCode, answer.json().errors?.[0]?.path]
  }
  expect(await refused({ with: { 'a"; DROP VIEW data; --': ports } })).toEqual([422, expect.stringContaining('with')])
  expect(await refused({ with: { DATA: ports } })).toEqual([422, expect.stringContaining('with')])
  expect(await refused({ limit: 10_001 })).toEqual([422, 'limit'])
  expect(await refused({ timeout_ms: 0 })).toEqual([422, 'timeout_ms'])
  expect(await refused({ params: [{}] })).toEqual([422, expect.stringContaining('params')])
})

test('time that runs out is said, and the query is gone', async () => {
  const answer = await post(`${visits}/query`, {
    ...{
      sql: 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 3',
      timeout_ms: 300,
    },
  })
  expect(answer.statusCode).toBe(408)
  expect(answer.json()).toMatchObject({ code: 'query_timeout', detail: expect.stringContaining('0.3 s') })
})
