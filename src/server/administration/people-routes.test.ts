import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { OneTimeLinkEntity } from '../accounts/one-time-link.ts'
import { takeOneTimeLink } from '../accounts/one-time-links.ts'
import { SessionEntity } from '../accounts/session.ts'
import { UserEntity, type UserRow } from '../accounts/user.ts'
import { absolutePath, originalPath } from '../datasets/stored-file.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let root: SignedIn & { user: UserRow }

beforeAll(async () => {
  server = await buildTestApp({ PUBLIC_URL: 'https://data.example.org' })
  root = await someone({ isSuperuser: true })
})

afterAll(() => server.close())

const someone = async (overrides: Parameters<typeof buildUser>[1] = {}) => {
  const user = await buildUser(server.orm, overrides)
  return { user, ...(await signIn(server.app, user)) }
}

const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, { headers } = root) =>
  server.app.inject({ method, url: `/api/v1/users${path}`, headers, ...(payload ? { payload } : {}) })

const stepUp = ({ user }: { user: UserRow }) =>
  server.orm.em.fork().nativeUpdate(SessionEntity, { user: user.id }, { steppedUpAt: new Date() })

const findUser = ({ id }: { id: string }) => server.orm.em.fork().findOne(UserEntity, id)

const eventsOf = async (target: { id: string }) => {
  const sql = `
    select action, actor_id, details from audit_events where target_id = ? and action like 'user.%' order by created_at`
  return await server.orm.em.fork().execute(sql, [target.id])
}

const newcomer = (more: object = {}) => {
  const username = `new-${Math.random().toString(36).slice(2, 12)}`
  return { username, email: `${username}@example.org`, ...more }
}

describe('for everybody but superusers', () => {
  const routes = [
    ['GET', ''],
    ['POST', ''],
    ['GET', '/:id'],
    ['PATCH', '/:id'],
    ['DELETE', '/:id'],
    ['POST', '/:id/reset-link'],
    ['POST', '/:id/sign-out'],
    ['DELETE', '/:id/totp'],
  ] as const

  test.each(routes)('%s /users%s is 403, whether the id is known, unknown or none at all', async (method, path) => {
    const person = await someone()
    for (const id of [root.user.id, '00000000-0000-4000-8000-000000000000', 'nonsense', 'me2']) {
      const answer = await send(method, path.replace(':id', id), { full_name: 'Taken' }, person)
      expect({ id, status: answer.statusCode, code: answer.json().code }).toEqual({
        id,
        status: 403,
        code: 'forbidden',
      })
    }
    expect(await findUser(root.user)).toMatchObject({ fullName: null })
  })

  test('their own id answers as /users/me, and takes no more than that', async () => {
    const person = await someone()
    const { id } = person.user
    const own = await send('GET', `/${id}`, undefined, person)
    expect(own.json()).toEqual((await send('GET', '/me', undefined, person)).json())
    const wishes = { full_name: 'Ada', is_superuser: true, quota_bytes: 1, is_active: false }
    expect((await send('PATCH', `/${id}`, wishes, person)).json()).toMatchObject({
      full_name: 'Ada',
      is_superuser: false,
      is_active: true,
      quota_bytes: null,
    })
    const moved = { email: `new-${person.user.email}` }
    for (const someoneOwn of [person, root]) {
      const own = await send('PATCH', `/${someoneOwn.user.id}`, moved, someoneOwn)
      expect(own.json().code).toBe('step_up_required')
    }
    expect((await send('DELETE', `/${id}`, undefined, person)).json().code).toBe('step_up_required')
    await stepUp(person)
    expect((await send('DELETE', `/${id}`, undefined, person)).statusCode).toBe(204)
    expect(await findUser(person.user)).toBeNull()
  })
})

describe('POST /users', () => {
  test('without a password the answer has a link for the first one, which is nowhere in clear', async () => {
    const person = newcomer({ full_name: 'Grace Hopper' })
    const answer = await send('POST', '', person)
    expect(answer.statusCode).toBe(201)
    const created = answer.json()
    expect(created).toMatchObject({ ...person, is_superuser: false, is_active: true, storage_used_bytes: 0 })
    const [, token = ''] = /^https:\/\/data\.example\.org\/set-up#([\w-]{43})$/.exec(created.setup_url) ?? []
    expect(Date.parse(created.setup_expires_at) - Date.now()).toBeGreaterThan(6.9 * 24 * 60 * 60_000)
    expect(await server.orm.em.fork().count(OneTimeLinkEntity, { tokenHash: token })).toBe(0)
    const opened = await takeOneTimeLink(server.orm.em.fork(), ['set_up'], { token, now: new Date() })
    expect(opened?.userId).toBe(created.id)
    expect(JSON.stringify(await eventsOf(created))).not.toContain(token)
    expect(await eventsOf(created)).toMatchObject([{ action: 'user.create', actor_id: root.user.id }])
  })

  test('with a password they sign in with it, and there is no link', async () => {
    const password = 'purple monkey dishwasher'
    const created = (await send('POST', '', newcomer({ password, is_superuser: true }))).json()
    expect(created).toMatchObject({ is_superuser: true })
    expect(created).not.toHaveProperty('setup_url')
    await signIn(server.app, created, { password })
  })

  test.each([
    ['email', 'email_taken', 409],
    ['username', 'username_taken', 409],
  ])('a %s that somebody has, in whatever case, is refused', async (path, code, status) => {
    const { user } = await someone()
    const taken = { [path]: user[path as 'email'].toUpperCase() }
    expect((await send('POST', '', { ...newcomer(), ...taken })).json()).toMatchObject({ status, code })
  })

  test.each([
    [{ password: 'password1' }, 'weak_password'],
    [{ password: 'short' }, 'invalid'],
    [{ username: 'a b' }, 'invalid'],
    [{ email: 'nothing' }, 'invalid'],
    [{ is_superuser: 'yes' }, 'invalid'],
  ])('%j is 422', async (wrong, code) => {
    expect((await send('POST', '', { ...newcomer(), ...wrong })).json()).toMatchObject({ status: 422, code })
  })

  test('fields that nobody may set are ignored', async () => {
    const hopes = { id: root.user.id, hashed_password: 'x', created_at: '2001-01-01T00:00:00Z', email_verified: true }
    const created = (await send('POST', '', newcomer(hopes))).json()
    expect(created.id).not.toBe(root.user.id)
    expect(created).toMatchObject({ email_verified: false, created_at: expect.not.stringContaining('2001') })
  })
})

describe('PATCH /users/{id}', () => {
  test('changes what it names and nothing else, and tells the audit log', async () => {
    const { user } = await someone()
    const change = { full_name: 'New Name', quota_bytes: 5_000_000_000, id: root.user.id, hashed_password: 'x' }
    const answer = await send('PATCH', `/${user.id}`, change)
    expect(answer.json()).toMatchObject({
      id: user.id,
      email: user.email,
      full_name: 'New Name',
      quota_bytes: 5_000_000_000,
      quota_is_default: false,
    })
    expect(await findUser(user)).toMatchObject({ hashedPassword: user.hashedPassword })
    expect((await send('PATCH', `/${user.id}`, { full_name: 'New Name' })).statusCode).toBe(200)
    expect((await send('PATCH', `/${user.id}`, { quota_bytes: null })).json()).toMatchObject({ quota_is_default: true })
    expect(await eventsOf(user)).toMatchObject([
      { action: 'user.update', details: { changed: { full_name: 'New Name', quota_bytes: 5_000_000_000 } } },
      { action: 'user.update', details: { changed: { quota_bytes: null } } },
    ])
  })

  test.each([
    [{ quota_bytes: -1 }, 422, 'invalid'],
    [{ quota_bytes: 1.5 }, 422, 'invalid'],
    [{ is_active: null }, 422, 'invalid'],
    [{ username: 'x' }, 422, 'invalid'],
  ])('%j is %i', async (change, status, code) => {
    const { user } = await someone()
    expect((await send('PATCH', `/${user.id}`, change)).json()).toMatchObject({ status, code })
  })

  test('nobody has this id: 404', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/reset-link'],
      ['POST', '/sign-out'],
      ['DELETE', '/totp'],
    ] as const) {
      const answer = await send(
        method,
        `/00000000-0000-4000-8000-000000000000${path}`,
        method === 'PATCH' ? {} : undefined,
      )
      expect([method, path, answer.json().code]).toEqual([method, path, 'not_found'])
    }
  })
})

test('DEFAULT_QUOTA_BYTES is the quota of who has none of their own', async () => {
  const other = await buildTestApp({ DEFAULT_QUOTA_BYTES: '1G' })
  const user = await buildUser(other.orm)
  const { headers } = await signIn(other.app, user)
  const quota = async () => {
    const { quota_bytes, quota_is_default } = (await other.app.inject({ url: '/api/v1/users/me', headers })).json()
    return [quota_bytes, quota_is_default]
  }
  expect(await quota()).toEqual([2 ** 30, true])
  await other.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { quotaBytes: 0 })
  expect(await quota()).toEqual([0, false])
  await other.close()
})

describe('DELETE /users/{id}', () => {
  const upload = async ({ headers }: SignedIn) => {
    const form = fileForm('a,b\n1,2\n', 'numbers.csv')
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      headers: { ...headers, ...form.headers },
      payload: form.payload,
    })
    return { ...answer.json(), file: absolutePath(server.home, originalPath(answer.json().filename)) }
  }

  test('takes the datasets and their files along', async () => {
    const person = await someone()
    const dataset = await upload(person)
    expect(existsSync(dataset.file)).toBe(true)
    expect((await send('DELETE', `/${person.user.id}`)).statusCode).toBe(204)
    expect(await server.orm.em.fork().execute('select from datasets where id = ?', [dataset.id])).toEqual([])
    await vi.waitFor(() => expect(existsSync(dataset.file)).toBe(false), 5_000)
    expect(await eventsOf(person.user)).toMatchObject([
      { action: 'user.delete', actor_id: root.user.id, details: { email: person.user.email, dataset_count: 1 } },
    ])
  })

  test('or hands them over, those in the trash and those that were shared with the new owner too', async () => {
    const person = await someone()
    const heir = await someone()
    const dataset = await upload(person)
    const trashed = await buildDataset(server.orm, person.user, { deletedAt: new Date() })
    await server.orm.em
      .fork()
      .execute(`insert into dataset_shares (dataset_id, user_id, role) values (?, ?, 'viewer')`, [
        dataset.id,
        heir.user.id,
      ])
    const answer = await send('DELETE', `/${person.user.id}?datasets=transfer&transfer_to=${heir.user.id}`)
    expect(answer.statusCode).toBe(204)
    const own = await server.app.inject({ url: `/api/v1/datasets/${dataset.id}`, headers: heir.headers })
    expect(own.json()).toMatchObject({ role: 'owner', title: dataset.title })
    const trash = await server.app.inject({ url: '/api/v1/trash', headers: heir.headers })
    expect(trash.json().items).toMatchObject([{ id: trashed.id }])
    expect(existsSync(dataset.file)).toBe(true)
    expect(await findUser(person.user)).toBeNull()
  })

  test.each([
    ['datasets=transfer', 'transfer_to'],
    ['transfer_to=00000000-0000-4000-8000-000000000000', 'transfer_to'],
    ['datasets=transfer&transfer_to=00000000-0000-4000-8000-000000000000', 'transfer_to'],
    ['datasets=transfer&transfer_to=self', 'transfer_to'],
    ['datasets=keep', 'datasets'],
  ])('?%s is refused and deletes nobody', async (query, path) => {
    const person = await someone()
    const answer = await send('DELETE', `/${person.user.id}?${query.replace('self', person.user.id)}`)
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ path }] })
    expect(await findUser(person.user)).not.toBeNull()
  })

  test('an id in capitals is the same person: who it is is asked, and nobody inherits from themselves', async () => {
    const administrator = await someone({ isSuperuser: true })
    const own = administrator.user.id.toUpperCase()
    const refused = await send('DELETE', `/${own}`, undefined, administrator)
    expect(refused.json()).toMatchObject({ status: 403, code: 'step_up_required' })
    const person = await someone()
    const heir = person.user.id.toUpperCase()
    const answer = await send('DELETE', `/${person.user.id}?datasets=transfer&transfer_to=${heir}`)
    expect(answer.json()).toMatchObject({ status: 422, code: 'invalid' })
    expect(await findUser(person.user)).not.toBeNull()
  })

  test('who is deactivated inherits nothing', async () => {
    const person = await someone()
    const heir = await buildUser(server.orm, { isActive: false })
    const answer = await send('DELETE', `/${person.user.id}?datasets=transfer&transfer_to=${heir.id}`)
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ path: 'transfer_to' }] })
  })

  test('DELETE /users/me asks who it is, takes all along and ends the session', async () => {
    const person = await someone()
    await buildDataset(server.orm, person.user)
    expect((await send('DELETE', '/me', undefined, person)).json().code).toBe('step_up_required')
    await stepUp(person)
    const answer = await send('DELETE', '/me', undefined, person)
    expect(answer.statusCode).toBe(204)
    expect(answer.cookies.map(({ value }) => value)).toEqual(['', ''])
    expect(await findUser(person.user)).toBeNull()
    await setTimeout(950)
    expect((await send('GET', '/me', undefined, person)).json().code).toBe('not_authenticated')
    expect(await eventsOf(person.user)).toMatchObject([
      { action: 'user.delete', actor_id: person.user.id, details: { dataset_count: 1 } },
    ])
  })
})

describe('letting somebody in again, or out', () => {
  test('a link to a new password works once and ends the one before', async () => {
    const { user } = await someone()
    const [first, second] = [await send('POST', `/${user.id}/reset-link`), await send('POST', `/${user.id}/reset-link`)]
    expect(second.statusCode).toBe(201)
    expect(second.json()).toEqual({
      url: expect.stringMatching(/^https:\/\/data\.example\.org\/reset-password#[\w-]{43}$/),
      expires_at: expect.any(String),
    })
    const take = (url: string) =>
      takeOneTimeLink(server.orm.em.fork(), ['reset_password'], { token: url.split('#')[1] ?? '', now: new Date() })
    expect(await take(first.json().url)).toBeUndefined()
    expect(await take(second.json().url)).toMatchObject({ userId: user.id })
    expect(await eventsOf(user)).toMatchObject([{ action: 'user.reset_link' }, { action: 'user.reset_link' }])
  })

  test('signing out everywhere ends every session of that person alone', async () => {
    const person = await someone()
    const again = await signIn(server.app, person.user)
    expect((await send('POST', `/${person.user.id}/sign-out`)).statusCode).toBe(204)
    await setTimeout(950)
    for (const { headers } of [person, again]) {
      expect((await send('GET', '/me', undefined, { ...person, headers })).json().code).toBe('not_authenticated')
    }
    expect((await send('GET', '/me')).statusCode).toBe(200)
  })

  test('the second factor goes, and it does not matter whether there was one', async () => {
    const { user } = await someone()
    const sql = `insert into second_factors (user_id, sealed_secret, confirmed_at) values (?, 'x', now())`
    await server.orm.em.fork().execute(sql, [user.id])
    expect((await send('GET', `/${user.id}`)).json()).toMatchObject({ second_factor: true })
    for (const _ of ['there is one', 'there is none']) {
      expect((await send('DELETE', `/${user.id}/totp`)).statusCode).toBe(204)
    }
    expect((await send('GET', `/${user.id}`)).json()).toMatchObject({ second_factor: false })
    expect(await eventsOf(user)).toMatchObject([{ action: 'user.disable_totp' }])
  })
})
