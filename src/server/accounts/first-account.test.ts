import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { UserEntity } from './user.ts'

type Server = Awaited<ReturnType<typeof buildTestApp>>

const register = (server: Server, name: string, more: object = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { email: `${name}@example.org`, username: name, password: 'correct horse battery', ...more },
  })

const options = async (server: Server) => (await server.app.inject('/api/v1/auth/options')).json()

test('of twenty who are first in the same moment exactly one owns the installation', async () => {
  const server = await buildTestApp()
  expect(await options(server)).toMatchObject({ registration: 'open', first_account: true, needs_setup_code: false })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => register(server, `person${n}`)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(201))
  expect(answers.filter((answer) => answer.json().is_superuser)).toHaveLength(1)
  expect(await server.orm.em.fork().count(UserEntity, { isSuperuser: true })).toBe(1)
  expect(await options(server)).toMatchObject({ first_account: false })
  await server.close()
})

test('twelve registrations of one e-mail address in an empty installation make one account', async () => {
  const server = await buildTestApp()
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => register(server, `p${n}-x`, { email: 'same@example.org' })),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(11).fill(409)])
  expect(answers.find(({ statusCode }) => statusCode === 201)?.json()).toMatchObject({ is_superuser: true })
  await server.close()
})

test('where other machines reach the port the first account needs the code from the log, once', async () => {
  const log = new PassThrough()
  const server = await buildTestApp({ HOST: '0.0.0.0' }, { logger: { level: 'warn', stream: log } })
  expect(await options(server)).toMatchObject({ registration: 'invite', first_account: true, needs_setup_code: true })
  const [, code] = /set-up code (\S+)"/.exec(String(log.read())) ?? []

  for (const setup_code of [undefined, '', 'guess', `${code}x`]) {
    const answer = await register(server, 'stranger', { setup_code })
    expect(answer.json()).toMatchObject({ status: 403, code: 'registration_closed' })
  }
  const owner = await register(server, 'owner', { setup_code: code })
  expect(owner.json()).toMatchObject({ username: 'owner', is_superuser: true })

  const second = await register(server, 'second', { setup_code: code })
  expect(second.json()).toMatchObject({ status: 403, code: 'registration_closed' })
  expect(await options(server)).toMatchObject({ first_account: false, needs_setup_code: false })
  await server.close()
})

test('the code cannot be guessed: wrong ones count', async () => {
  const server = await buildTestApp({ HOST: '0.0.0.0', SETUP_CODE: 'open-sesame', LIMIT_REGISTRATION_PER_ADDRESS: '3' })
  const codes = []
  for (const setup_code of ['a', 'b', undefined, 'open-sesame']) {
    codes.push((await register(server, 'stranger', { setup_code })).json().code)
  }
  expect(codes).toEqual([...Array(3).fill('registration_closed'), 'too_many_requests'])
  await server.close()
})

test('of five who have the code one is first and the others are too late', async () => {
  const server = await buildTestApp({ HOST: '0.0.0.0', SETUP_CODE: 'open-sesame' })
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) => register(server, `person${n}`, { setup_code: 'open-sesame' })),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 403, 403, 403, 403])
  await server.close()
})

test.each(['closed', 'invite'])('REGISTRATION=%s turns strangers away', async (registration) => {
  const server = await buildTestApp({ REGISTRATION: registration, SETUP_CODE: 'open-sesame' })
  expect((await register(server, 'owner', { setup_code: 'open-sesame' })).json()).toMatchObject({ is_superuser: true })
  const answer = await register(server, 'stranger')
  expect(answer.json()).toMatchObject({ status: 403, code: 'registration_closed' })
  expect(await server.orm.em.fork().count(UserEntity)).toBe(1)
  expect(await options(server)).toMatchObject({ registration })
  await server.close()
})

test('REGISTRATION=closed holds for the first account too, unless it knows the code', async () => {
  const server = await buildTestApp({ REGISTRATION: 'closed' })
  expect((await register(server, 'early')).json()).toMatchObject({ status: 403, code: 'registration_closed' })
  await server.close()
})
