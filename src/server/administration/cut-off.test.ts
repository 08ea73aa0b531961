import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { openEvents } from '../../../test/event-reader.ts'
import { buildUser, signIn } from '../../../test/factories.ts'
import { createToken } from '../accounts/token-store.ts'
import { createApp } from '../app.ts'
import { type Orm, openOrm } from '../database/orm.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let second: { app: Awaited<ReturnType<typeof createApp>>; orm: Orm; url: string }
let root: Awaited<ReturnType<typeof signIn>>

beforeAll(async () => {
  server = await buildTestApp()
  const orm = openOrm({ url: server.databaseUrl })
  const app = await createApp({ ...server.outside, orm })
  second = { orm, app, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
  root = await signIn(server.app, await buildUser(server.orm, { isSuperuser: true }))
})

afterAll(async () => {
  await second.app.close()
  await second.orm.close()
  await server.close()
})

const administer = (method: 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
  server.app.inject({ method, url: `/api/v1/users/${path}`, headers: root.headers, ...(payload ? { payload } : {}) })

describe('what an administrator decides on one process holds on the other within a second', () => {
  test.each([
    ['deactivated', (id: string) => administer('PATCH', id, { is_active: false }), 'inactive', 403],
    ['deleted', (id: string) => administer('DELETE', id), 'not_authenticated', 401],
    ['signed out', (id: string) => administer('POST', `${id}/sign-out`), 'not_authenticated', 200],
  ])('who is %s is refused, and their open stream of events ends', async (_, decide, code, script) => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    const { text } = await createToken(server.orm.em.fork(), user.id, { name: 'script', scopes: ['read'] })
    const bearer = { authorization: `Bearer ${text}` }
    const ofScript = async () => (await second.app.inject({ url: '/api/v1/datasets', headers: bearer })).statusCode
    expect(await ofScript()).toBe(200)
    await using events = await openEvents(`${second.url}/api/v1/events`, headers)
    await setTimeout(300)
    expect((await decide(user.id)).statusCode).toBeLessThan(300)
    const decidedAt = performance.now()
    await events.ended
    expect(performance.now() - decidedAt).toBeLessThan(1000)
    await setTimeout(Math.max(0, 1000 - (performance.now() - decidedAt)))
    const answer = await second.app.inject({ url: '/api/v1/users/me', headers })
    expect(answer.json().code).toBe(code)
    // Signing somebody out ends what browsers hold; scripts of theirs go on.
    expect(await ofScript()).toBe(script)
  })

  test('who is promoted may, and who is demoted may not', async () => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    const list = async () => (await second.app.inject({ url: '/api/v1/users?limit=1', headers })).statusCode
    expect(await list()).toBe(403)
    await administer('PATCH', user.id, { is_superuser: true })
    await setTimeout(1000)
    expect(await list()).toBe(200)
    await administer('PATCH', user.id, { is_superuser: false })
    await setTimeout(1000)
    expect(await list()).toBe(403)
  })
})
