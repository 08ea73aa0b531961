import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { uploadText } from '../../../test/upload-text.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let eve: SignedIn
let bob: SignedIn
let hers: string
let evil: string
let his: string

beforeAll(async () => {
  server = await buildTestApp({}, { sqlLimits: { memoryLimitBytes: 96 * 2 ** 20, patienceMs: 2000 } })
  const person = async () => signIn(server.app, await buildUser(server.orm))
  ada = await person()
  eve = await person()
  bob = await person()
  hers = await uploadText(server.app, ada, `word\n${'the treasure is under the third palm\n'.repeat(50)}`)
  evil = await uploadText(server.app, eve, 'a\n1\n2\n')
  his = await uploadText(server.app, bob, 'a\n1\n')
  await runJobs(server)
})

afterAll(() => server.close())

const query = (body: object, person = eve, id = evil) =>
  server.app.inject({
    ...{ method: 'POST', url: `/api/v1/datasets/${id}/query`, payload: body, headers: person.headers },
  })

/** Everything in the home that a query may not change, by its SHA-256. */
const fingerprint = async () => {
  const names = await readdir(server.home.root, { recursive: true })
  const files = names.filter((name) => /^(files|secrets)\//.test(name)).toSorted()
  const hash = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(server.home.root, name)))
      .digest('hex')
  const isFile = async (name: string) => (await stat(join(server.home.root, name))).isFile()
  return Promise.all(files.map(async (name) => [name, (await isFile(name)) ? await hash(name) : '']))
}

test('another person’s dataset cannot be reached: by path, pattern, alias, value, name or error', async () => {
  const before = await fingerprint()
  const table = before.map(([name]) => String(name)).find((name) => name.endsWith('.parquet')) as string
  const path = join(server.home.root, table)
  const attempts: object[] = [
    { sql: `FROM '${path}'` },
    { sql: `FROM "../../${table}"` },
    { sql: 'FROM read_parquet($1)', params: [path] },
    { sql: `WITH "${path}" AS (SELECT 1) FROM data WHERE EXISTS (FROM '${path}x')` },
    { sql: `SELECT (WITH "${path}" AS (SELECT 1) SELECT 1), word FROM "${path}"` },
    { sql: 'FROM data', with: { [path]: evil } },
    { sql: 'FROM other', with: { other: hers } },
    { sql: 'FROM other', with: { other: hers.toUpperCase() } },
    { sql: 'FROM other', with: { other: `${evil}' OR TRUE --` } },
    { sql: 'FROM data', with: { data: hers } },
    { sql: 'FROM data', with: { 'x AS FROM data; --': evil } },
    { sql: 'FROM "../x"', with: { '"../x"': evil } },
    { sql: `SELECT a FROM data WHERE a = (SELECT count(*) FROM duckdb_views() WHERE sql LIKE '%parquet%')` },
    { sql: 'SELECT data.filename FROM data' },
    { sql: 'SELECT rowid FROM data' },
    { sql: `SELECT a::DATE FROM data` },
  ]
  for (const body of attempts) {
    const answer = await query(body)
    expect([404, 422], `${JSON.stringify(body)} ${answer.body}`).toContain(answer.statusCode)
    expect(answer.body).not.toContain('treasure')
    const told = answer.json().errors?.map(({ message }: { message: string }) => message) ?? []
    for (const part of [server.home.root, table]) {
      if (!JSON.stringify(body).includes(part)) expect(JSON.stringify(told)).not.toContain(part)
    }
  }
  expect((await query({ sql: 'FROM data' }, eve, hers)).statusCode).toBe(404)
  expect((await query({ sql: 'SELECT count(*) FROM data' }, ada, hers)).json().rows).toEqual([[50]])
  expect(await fingerprint()).toEqual(before)
})

test('a hundred heavy queries at once wait or are sent away, and everybody else is answered meanwhile', async () => {
  const before = await fingerprint()
  const heavy = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range < 0'
  const asked = Array.from({ length: 100 }, () => query({ sql: heavy, timeout_ms: 700 }))
  const rows = await Promise.all(
    Array.from({ length: 20 }, () =>
      server.app.inject({ url: `/api/v1/datasets/${hers}/rows`, query: { limit: '5' }, headers: ada.headers }),
    ),
  )
  expect(rows.map(({ statusCode }) => statusCode)).toEqual(rows.map(() => 200))
  const small = await query({ sql: 'SELECT 1', timeout_ms: 60_000 }, bob, his)
  expect(small.json().rows, small.body).toEqual([[1]])
  const answers = await Promise.all(asked)
  const statuses = new Map<number, number>()
  for (const { statusCode } of answers) statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
  expect([...statuses.keys()].toSorted()).toEqual([408, 429, 503])
  expect(statuses.get(429)).toBeGreaterThanOrEqual(85)
  expect(answers.find(({ statusCode }) => statusCode === 429)?.headers['retry-after']).toBe('5')
  expect(await readdir(join(server.home.tmp, 'sql'))).toEqual(['empty'])
  expect(await fingerprint()).toEqual(before)
})

test('whoever closes the connection ends the query', async () => {
  const gone = new AbortController()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.app.server.address() as { port: number }
  const heavy = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range < 0'
  const asked = fetch(`http://127.0.0.1:${port}/api/v1/datasets/${evil}/query`, {
    ...{ method: 'POST', body: JSON.stringify({ sql: heavy, timeout_ms: 100_000 }), signal: gone.signal },
    headers: { ...eve.headers, 'content-type': 'application/json' },
  }).catch((error) => error.name)
  await expect.poll(async () => (await readdir(join(server.home.tmp, 'sql'))).length, { timeout: 30_000 }).toBe(2)
  gone.abort()
  expect(await asked).toBe('AbortError')
  await expect.poll(() => readdir(join(server.home.tmp, 'sql')), { timeout: 30_000 }).toEqual(['empty'])
  expect((await query({ sql: 'SELECT 1', timeout_ms: 60_000 })).json().rows).toEqual([[1]])
})
