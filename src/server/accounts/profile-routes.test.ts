import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, signIn, stepUp, testPassword } from '../../../test/factories.ts'
import { UserEntity } from './user.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

const someone = async (overrides: Parameters<typeof buildUser>[1] = {}) => {
  const user = await buildUser(server.orm, overrides)
  const signedIn = await signIn(server.app, user)
  await stepUp(server.app, signedIn)
  return { user, ...signedIn }
}

const change = (headers: Record<string, string>, payload: object) =>
  server.app.inject({ method: 'PATCH', url: '/api/v1/users/me', headers, payload })

test('GET /users/me answers as GET /auth/me', async () => {
  const { headers, user } = await someone()
  const [own, me] = await Promise.all(
    ['/api/v1/users/me', '/api/v1/auth/me'].map((url) => server.app.inject({ url, headers })),
  )
  expect(own?.json()).toMatchObject({ id: user.id })
  expect(own?.json()).toEqual(me?.json())
})

describe('PATCH /users/me', () => {
  test('changes what is sent and leaves the rest', async () => {
    const { headers, user } = await someone({ fullName: 'Before' })
    const first = await change(headers, { full_name: ' After ' })
    expect(first.json()).toMatchObject({ full_name: 'After', username: user.username, email: user.email })
    expect(first.json().updated_at > user.updatedAt.toISOString()).toBe(true)
    const renamed = { username: `${user.username}.x`, email: `x.${user.email}` }
    expect((await change(headers, renamed)).json()).toMatchObject({ ...renamed, full_name: 'After' })
    expect((await change(headers, { full_name: null })).json()).toMatchObject({ ...renamed, full_name: null })
    expect((await change(headers, {})).json()).toMatchObject(renamed)
    await signIn(server.app, { username: renamed.email })
  })

  test('works by cookie from our own page, not from another', async () => {
    const { cookieHeaders } = await someone()
    expect((await change(cookieHeaders, { full_name: 'Mine' })).statusCode).toBe(200)
    const foreign = await change({ ...cookieHeaders, origin: 'https://evil.example' }, { full_name: 'Yours' })
    expect(foreign.json().code).toBe('foreign_origin')
  })

  test('a name may be written anew in other capitals', async () => {
    const { headers, user } = await someone()
    const louder = user.username.toUpperCase()
    expect((await change(headers, { username: louder })).json()).toMatchObject({ username: louder })
  })

  test('what is nobody’s own to change is ignored', async () => {
    const { headers, user } = await someone()
    const hopes = {
      id: '00000000-0000-4000-8000-000000000000',
      is_superuser: true,
      is_active: false,
      quota_bytes: 1,
      storage_used_bytes: 0,
      hashed_password: 'x',
      password: 'another password',
      created_at: '2001-01-01T00:00:00Z',
    }
    const answer = await change(headers, { ...hopes, full_name: 'Hopeful' })
    expect(answer.json()).toMatchObject({ id: user.id, full_name: 'Hopeful', is_superuser: false, is_active: true })
    const row = await server.orm.em.fork().findOneOrFail(UserEntity, user.id)
    expect(row).toMatchObject({ hashedPassword: user.hashedPassword, createdAt: user.createdAt, isSuperuser: false })
  })

  test.each([
    ['email', 'email_taken'],
    ['username', 'username_taken'],
  ] as const)('409 for the %s of somebody else in whatever case', async (path, code) => {
    const other = await buildUser(server.orm)
    const { headers } = await someone()
    const answer = await change(headers, { [path]: other[path].toUpperCase() })
    expect(answer.json()).toMatchObject({ status: 409, code, errors: [{ path }] })
  })

  test('of ten who want one name at the same moment one gets it', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => someone()))
    const answers = await Promise.all(people.map(({ headers }) => change(headers, { username: 'everybodys-wish' })))
    expect(answers.map((answer) => answer.json().code ?? answer.statusCode).sort()).toEqual([
      200,
      ...Array(9).fill('username_taken'),
    ])
  })

  test.each([
    ['username', 'a@b.org'],
    ['email', 'nothing'],
    ['full_name', ''],
    ['full_name', 'x'.repeat(101)],
    ['full_name', 'a\0b'],
    ['username', null],
    ['full_name', { a: 1 }],
  ])('422 for %s = %j', async (path, value) => {
    const { headers } = await someone()
    const answer = await change(headers, { [path]: value })
    expect(answer.json()).toMatchObject({ status: 422, code: 'invalid', errors: [expect.objectContaining({ path })] })
  })

  test('401 for who was deleted a moment ago', async () => {
    const { headers, user } = await someone()
    expect((await change(headers, {})).statusCode).toBe(200)
    await server.orm.em.fork().nativeDelete(UserEntity, { id: user.id })
    expect((await change(headers, { full_name: 'Ghost' })).json().code).toBe('not_authenticated')
    expect((await server.app.inject({ url: '/api/v1/users/me', headers })).json().code).toBe('not_authenticated')
  })

  test('the old username can be taken by somebody else', async () => {
    const { headers, user } = await someone()
    await change(headers, { username: `${user.username}.new` })
    const payload = { email: `heir-${user.email}`, username: user.username, password: testPassword }
    const heir = await server.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload })
    expect(heir.statusCode).toBe(201)
  })
})

test('another e-mail address is one that nobody has verified', async () => {
  const { headers, user } = await someone()
  await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { emailVerified: true })
  expect((await change(headers, { email: user.email.toUpperCase() })).json().email_verified).toBe(true)
  expect((await change(headers, { email: `new-${user.email}` })).json().email_verified).toBe(false)
})

describe('without having confirmed that it is them', () => {
  test('nobody changes their e-mail address, and everybody the rest', async () => {
    const user = await buildUser(server.orm)
    const { headers } = await signIn(server.app, user)
    const refused = await change(headers, { email: `x.${user.email}`, full_name: 'Half' })
    expect(refused.json()).toMatchObject({ status: 403, code: 'step_up_required' })
    const kept = await change(headers, { email: user.email, full_name: 'Whole' })
    expect(kept.json()).toMatchObject({ email: user.email, full_name: 'Whole' })
  })

  test('nobody deletes their account', async () => {
    const user = await buildUser(server.orm)
    const signedIn = await signIn(server.app, user)
    const leave = () => server.app.inject({ method: 'DELETE', url: '/api/v1/users/me', headers: signedIn.headers })
    expect((await leave()).json()).toMatchObject({ status: 403, code: 'step_up_required' })
    await stepUp(server.app, signedIn)
    expect((await leave()).statusCode).toBe(204)
  })
})
