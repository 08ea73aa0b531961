import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, stepUp } from '../../../test/factories.ts'
import { createToken } from '../accounts/token-store.ts'
import { refusedAction } from './audit-refusals.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

const refusedOf = async (actor: { id: string }) =>
  await server.orm.em.fork().execute(
    `select action, outcome, target_type, target_id, details from audit_events
     where outcome = 'failure' and actor_id = ? order by created_at`,
    [actor.id],
  )

const send = (method: 'GET' | 'PATCH' | 'DELETE', path: string, headers: Record<string, string>, payload?: object) =>
  server.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) })

test('who is no administrator and tries is told of once in a while, with what and on whom', async () => {
  const user = await buildUser(server.orm)
  const victim = await buildUser(server.orm)
  const { headers } = await signIn(server.app, user)
  for (let n = 0; n < 3; n += 1) {
    await send('PATCH', `/users/${victim.id}`, headers, { is_active: false })
    await send('GET', '/audit', headers)
    await send('DELETE', `/admin/datasets/${victim.id}`, headers)
  }
  const failed = (action: string, route: string) => ({
    action,
    outcome: 'failure',
    details: { route, reason: 'forbidden' },
  })
  expect(await refusedOf(user)).toEqual([
    { ...failed('user.update', 'PATCH /api/v1/users/:id'), target_type: 'user', target_id: victim.id },
    { ...failed('admin.view', 'GET /api/v1/audit'), target_type: null, target_id: null },
    { ...failed('dataset.delete', 'DELETE /api/v1/admin/datasets/:id'), target_type: 'dataset', target_id: victim.id },
  ])
})

test('so is a token of an administrator that lacks the scope', async () => {
  const user = await buildUser(server.orm, { isSuperuser: true })
  const { text } = await createToken(server.orm.em.fork(), user.id, { name: 'script', scopes: ['write'] })
  await send('GET', '/users', { authorization: `Bearer ${text}` })
  expect(await refusedOf(user)).toMatchObject([{ details: { route: 'GET /api/v1/users', reason: 'scope_missing' } }])
})

test('and who would take the last administrator away, also themselves', async () => {
  await server.orm.em.fork().execute(`update users set is_superuser = false where id not in (
    select id from users where is_superuser limit 1)`)
  const [last] = await server.orm.em
    .fork()
    .execute<{ id: string; username: string }[]>('select id, username from users where is_superuser')
  if (!last) throw new Error('nobody is left')
  const signedIn = await signIn(server.app, last)
  await stepUp(server.app, signedIn)
  expect((await send('PATCH', `/users/${last.id}`, signedIn.headers, { is_superuser: false })).statusCode).toBe(409)
  expect((await send('DELETE', '/users/me', signedIn.headers)).statusCode).toBe(409)
  expect((await refusedOf(last)).slice(-2)).toMatchObject([
    {
      action: 'user.update',
      target_id: last.id,
      details: { route: 'PATCH /api/v1/users/:id', reason: 'last_superuser' },
    },
    {
      action: 'user.delete',
      target_id: last.id,
      details: { route: 'DELETE /api/v1/users/me', reason: 'last_superuser' },
    },
  ])
  const kept = await server.orm.em.fork().execute('select from users where is_superuser')
  expect(kept).toHaveLength(1)
})

test('what is refused for other reasons, or asked by nobody, is not', async () => {
  const user = await buildUser(server.orm)
  const { headers } = await signIn(server.app, user)
  await send('GET', '/datasets/00000000-0000-4000-8000-000000000000', headers)
  await send('PATCH', `/users/${user.id}`, headers, { username: '' })
  expect((await send('GET', '/users', {})).statusCode).toBe(401)
  expect(await refusedOf(user)).toEqual([])
})

test('every route of administrators that changes something is called by what it does when it is refused', () => {
  const changing = server.app.apiRoutes.filter(
    ({ method, access, scope }) => (access === 'superuser' || scope === 'admin') && !/GET|HEAD|OPTIONS/.test(method),
  )
  expect(changing.length).toBeGreaterThan(10)
  for (const { method, url } of changing) expect([url, refusedAction(method, url)]).not.toEqual([url, 'admin.view'])
})
