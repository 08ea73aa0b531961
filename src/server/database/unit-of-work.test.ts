import Fastify from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../../test/postgres.ts'
import { answerProblems } from '../http/answer-problems.ts'
import { Problem } from '../http/problem-error.ts'
import { type Orm, openOrm } from './orm.ts'
import { unitOfWorkPerRequest } from './unit-of-work.ts'

let url: string
let orm: Orm

const insert = `insert into users (email, username, hashed_password) values (? || '@example.org', ?, 'x')`

const buildApp = (over: Orm) => {
  const app = Fastify()
  answerProblems(app)
  unitOfWorkPerRequest(app, over)
  app.post<{ Params: { name: string } }>('/users/:name', async (request) => {
    await request.em.execute(insert, [request.params.name, request.params.name])
    const [{ count }] = (await another(request.params.name)) as [{ count: number }]
    return { seenByOthersBeforeTheAnswer: count }
  })
  app.post<{ Params: { name: string } }>('/fail/:name', async (request) => {
    await request.em.execute(insert, [request.params.name, request.params.name])
    throw new Problem('conflict', 'Changed my mind.')
  })
  app.post('/lost', (request) => request.em.execute('select pg_terminate_backend(pg_backend_pid())'))
  app.get('/slow', (request) => request.em.execute('select pg_advisory_xact_lock(1)'))
  app.get('/quick', (request) => request.em.execute('select 1 as one'))
  return app
}

const another = (name: string) => orm.em.fork().execute('select count(*)::int from users where username = ?', [name])

/** While the gate is closed, `/slow` waits before it. */
const closeGate = async () => {
  const gate = new pg.Client(url)
  await gate.connect()
  await gate.query('select pg_advisory_lock(1)')
  let isClosed = true
  const open = async () => {
    if (isClosed) await gate.end()
    isClosed = false
  }
  onTestFinished(open)
  const waiting = async (what = 'pid') =>
    (await gate.query(`select ${what} from pg_locks where locktype = 'advisory' and not granted`)).rows
  return { waiting, open }
}

beforeAll(async () => {
  url = await createTestDatabase()
  orm = openOrm({ url })
})

afterAll(() => orm.close())

test('a writing request is committed when its handler returns, not before', async () => {
  const app = buildApp(orm)
  const answer = await app.inject({ method: 'POST', url: '/users/kept' })
  expect(answer.json()).toEqual({ seenByOthersBeforeTheAnswer: 0 })
  expect(await another('kept')).toEqual([{ count: 1 }])
})

test('a request that throws changes nothing', async () => {
  const app = buildApp(orm)
  const answer = await app.inject({ method: 'POST', url: '/fail/gone' })
  expect(answer.statusCode).toBe(409)
  expect(await another('gone')).toEqual([{ count: 0 }])
})

test('two requests at once have units of work of their own', async () => {
  const app = buildApp(orm)
  const answers = await Promise.all(
    ['/users/left', '/fail/middle', '/users/right'].map((path) => app.inject({ method: 'POST', url: path })),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 409, 200])
  const rows = await orm.em
    .fork()
    .execute(`select username from users where username in ('left', 'middle', 'right') order by 1`)
  expect(rows).toEqual([{ username: 'left' }, { username: 'right' }])
})

test('a full pool answers 503 busy with Retry-After instead of hanging', async () => {
  const small = openOrm({ url, poolSize: 1, connectTimeout: 100 })
  const app = buildApp(small)
  await expect.poll(async () => (await app.inject('/quick')).statusCode).toBe(200)
  const gate = await closeGate()
  const slow = app.inject('/slow').then((answer) => answer)
  await expect.poll(() => gate.waiting()).toHaveLength(1)
  const second = await app.inject('/quick')
  expect(second.statusCode).toBe(503)
  expect(second.json()).toMatchObject({ code: 'busy', status: 503 })
  expect(Number(second.headers['retry-after'])).toBeGreaterThan(0)
  await gate.open()
  expect((await slow).statusCode).toBe(200)
  expect((await app.inject('/quick')).statusCode).toBe(200)
  await small.close()
})

test('a lost connection fails one request with busy, and soon there is a new one', async () => {
  const own = openOrm({ url, poolSize: 2 })
  const app = buildApp(own)
  expect((await app.inject('/quick')).statusCode).toBe(200)
  const gate = await closeGate()
  const slow = app.inject('/slow').then((answer) => answer)
  await expect.poll(() => gate.waiting()).toHaveLength(1)
  await gate.waiting('pg_terminate_backend(pid)')
  expect((await slow).json()).toMatchObject({ code: 'busy' })
  await expect.poll(async () => (await app.inject('/quick')).statusCode).toBe(200)
  await own.close()
})

test('connections that are lost in the middle of transactions do not fill the pool', async () => {
  const own = openOrm({ url, poolSize: 2 })
  const app = buildApp(own)
  for (let lost = 0; lost < 5; lost += 1) {
    const answer = await app.inject({ method: 'POST', url: '/lost' })
    expect(answer.json()).toMatchObject({ code: 'busy' })
  }
  expect((await app.inject('/quick')).statusCode).toBe(200)
  await own.close()
})

test('a server that cannot be reached answers busy', async () => {
  const nowhere = openOrm({ url: 'postgresql://nobody@127.0.0.1:1/none', connectTimeout: 500 })
  expect((await buildApp(nowhere).inject('/quick')).json()).toMatchObject({ code: 'busy', status: 503 })
  await nowhere.close()
})
