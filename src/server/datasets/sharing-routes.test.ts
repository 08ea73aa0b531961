import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { openEvents } from '../../../test/event-reader.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import type { ShareRole } from '../../shared/sharing.ts'
import type { UserRow } from '../accounts/user.ts'

interface Person {
  user: UserRow
  signedIn: SignedIn
}

let server: Awaited<ReturnType<typeof buildTestApp>>
let base: string
let ada: Person
let bob: Person
let eve: Person
let id: string

const person = async (overrides: Parameters<typeof buildUser>[1] = {}): Promise<Person> => {
  const user = await buildUser(server.orm, overrides)
  return { user, signedIn: await signIn(server.app, user) }
}

beforeAll(async () => {
  server = await buildTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/api/v1`
  ;[ada, bob, eve] = [await person(), await person(), await person()]
})

beforeEach(async () => {
  ;({ id } = await buildDataset(server.orm, ada.user, { title: 'harbour visits' }))
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()

const ask = async (who: Person, method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const answer = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: who.signedIn.headers,
    ...(body ? { payload: body } : {}),
  })
  return { status: answer.statusCode, body: answer.body ? answer.json() : undefined }
}

const share = (people: [Person, ShareRole][], everyone: 'viewer' | null = null, who = ada) =>
  ask(who, 'PUT', `/datasets/${id}/access`, {
    everyone,
    people: people.map(([{ user }, role]) => ({ user_id: user.id, role })),
  })

const sees = async (who: Person) => (await ask(who, 'GET', `/datasets/${id}`)).status === 200
const listed = async (who: Person, query = '') =>
  (await ask(who, 'GET', `/datasets?limit=1000${query}`)).body.items.some((item: { id: string }) => item.id === id)

describe('sharing', () => {
  test('a dataset is private until its owner says otherwise', async () => {
    expect((await ask(ada, 'GET', `/datasets/${id}/access`)).body).toEqual({
      owner: { id: ada.user.id, username: ada.user.username, full_name: null },
      everyone: null,
      people: [],
    })
    expect([await sees(bob), await listed(bob)]).toEqual([false, false])
  })

  test('those it is shared with see it at once, and what they are to it', async () => {
    const { status, body } = await share([[bob, 'viewer']])
    expect(status).toBe(200)
    expect(body.people).toEqual([
      { user_id: bob.user.id, username: bob.user.username, full_name: null, is_active: true, role: 'viewer' },
    ])
    expect((await ask(bob, 'GET', `/datasets/${id}`)).body).toMatchObject({
      role: 'viewer',
      user_id: ada.user.id,
      owner: { id: ada.user.id, username: ada.user.username },
    })
    expect([await sees(eve), await listed(eve)]).toEqual([false, false])
    await share([[bob, 'editor']])
    expect((await ask(bob, 'GET', `/datasets/${id}`)).body.role).toBe('editor')
    await share([])
    expect([await sees(bob), await listed(bob)]).toEqual([false, false])
  })

  test('everyone here may look, and no more, until that is taken back', async () => {
    await share([[bob, 'editor']], 'viewer')
    expect((await ask(eve, 'GET', `/datasets/${id}`)).body.role).toBe('viewer')
    expect((await ask(bob, 'GET', `/datasets/${id}`)).body.role).toBe('editor')
    expect(await listed(eve)).toBe(true)
    expect((await ask(eve, 'PATCH', `/datasets/${id}`, { title: 'mine' })).body).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: expect.stringContaining(ada.user.username),
    })
    await share([], null)
    expect([await sees(eve), await sees(bob)]).toEqual([false, false])
  })

  test('lists show all, only what others share, or only what is one’s own', async () => {
    await share([[bob, 'viewer']])
    expect([await listed(bob), await listed(bob, '&shared=true'), await listed(bob, '&shared=false')]).toEqual([
      true,
      true,
      false,
    ])
    expect([await listed(ada), await listed(ada, '&shared=true'), await listed(ada, '&shared=false')]).toEqual([
      true,
      false,
      true,
    ])
    expect((await ask(bob, 'GET', '/datasets?shared=maybe')).status).toBe(422)
  })

  test('what its owner puts into the trash is gone for all others, and comes back with them', async () => {
    await share([[bob, 'editor']], 'viewer')
    await ask(ada, 'DELETE', `/datasets/${id}`)
    expect([await sees(bob), await listed(bob), await sees(eve)]).toEqual([false, false, false])
    expect((await ask(bob, 'GET', '/trash')).body.total).toBe(0)
    await ask(ada, 'POST', `/trash/${id}/restore`)
    expect([await sees(bob), await sees(eve)]).toEqual([true, true])
  })

  test('that it has the bytes of another one is for its owner', async () => {
    const other = await buildDataset(server.orm, ada.user)
    await sql`update datasets set duplicate_of = ${other.id} where id = ${id}`.execute(db())
    await share([[bob, 'viewer']])
    expect((await ask(ada, 'GET', `/datasets/${id}`)).body.duplicate_of).toBe(other.id)
    expect((await ask(bob, 'GET', `/datasets/${id}`)).body.duplicate_of).toBeNull()
  })

  test('an account that is deleted takes its shares along', async () => {
    const carol = await person()
    await share([[carol, 'editor']])
    await sql`delete from users where id = ${carol.user.id}`.execute(db())
    expect((await ask(ada, 'GET', `/datasets/${id}/access`)).body.people).toEqual([])
  })

  test('somebody inactive keeps the share they had, and cannot be given one', async () => {
    const carol = await person()
    await share([[carol, 'viewer']])
    await sql`update users set is_active = false where id = ${carol.user.id}`.execute(db())
    expect((await ask(ada, 'GET', `/datasets/${id}/access`)).body.people).toMatchObject([{ is_active: false }])
    expect(
      (
        await share([
          [carol, 'viewer'],
          [bob, 'viewer'],
        ])
      ).status,
    ).toBe(200)
    expect((await share([[bob, 'viewer']])).status).toBe(200)
    expect(
      await share([
        [bob, 'viewer'],
        [carol, 'viewer'],
      ]),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'people.1.user_id' }] },
    })
  })

  test.each([
    ['nobody', () => '00000000-0000-4000-8000-000000000000'],
    ['no UUID', () => 'ada'],
    ['the owner', () => ada.user.id],
  ])('%s cannot be named', async (_, whom) => {
    const people = [
      { user_id: bob.user.id, role: 'viewer' },
      { user_id: whom(), role: 'viewer' },
    ]
    const answer = await ask(ada, 'PUT', `/datasets/${id}/access`, { everyone: null, people })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'people.1.user_id' }] } })
    expect(await sees(bob)).toBe(false)
  })

  test('nobody is named twice, however the id is written', async () => {
    const people = [bob.user.id, bob.user.id.toUpperCase()].map((user_id) => ({ user_id, role: 'viewer' }))
    expect((await ask(ada, 'PUT', `/datasets/${id}/access`, { everyone: null, people })).status).toBe(422)
  })

  test.each([{ people: [] }, { everyone: null }, { everyone: 'editor', people: [] }, { everyone: null, people: [{}] }])(
    'half a rule is refused: %j',
    async (body) => {
      await share([[bob, 'viewer']])
      expect((await ask(ada, 'PUT', `/datasets/${id}/access`, body)).status).toBe(422)
      expect(await sees(bob)).toBe(true)
    },
  )

  test('editors see with whom it is shared and change nothing of it; viewers do not see it', async () => {
    await share([
      [bob, 'editor'],
      [eve, 'viewer'],
    ])
    expect((await ask(bob, 'GET', `/datasets/${id}/access`)).body.people).toHaveLength(2)
    expect((await share([], null, bob)).body.code).toBe('forbidden')
    expect((await ask(eve, 'GET', `/datasets/${id}/access`)).body.code).toBe('forbidden')
    expect((await share([], null, eve)).body.code).toBe('forbidden')
    expect(await sees(eve)).toBe(true)
  })

  test('the audit log tells what changed, and of nothing when nothing did', async () => {
    await share([[bob, 'viewer']])
    await share([[bob, 'viewer']])
    await share(
      [
        [bob, 'editor'],
        [eve, 'viewer'],
      ],
      'viewer',
    )
    await share([[eve, 'viewer']], 'viewer')
    const { rows } = await sql<{ details: object; actor_id: string }>`select details, actor_id from audit_events
      where action = 'dataset.share' and target_id = ${id} order by created_at`.execute(db())
    expect(rows.map(({ details }) => details)).toEqual([
      { everyone: null, added: [{ user_id: bob.user.id, role: 'viewer' }], changed: [], removed: [] },
      {
        everyone: 'viewer',
        added: [{ user_id: eve.user.id, role: 'viewer' }],
        changed: [{ user_id: bob.user.id, role: 'editor' }],
        removed: [],
      },
      { everyone: 'viewer', added: [], changed: [], removed: [bob.user.id] },
    ])
    expect(new Set(rows.map(({ actor_id }) => actor_id))).toEqual(new Set([ada.user.id]))
  })
})

describe('handing over', () => {
  const transfer = (to: Person, who = ada) => ask(who, 'POST', `/datasets/${id}/transfer`, { user_id: to.user.id })

  test('the new owner has all, who had it is an editor, and the others keep what they had', async () => {
    await share([
      [bob, 'viewer'],
      [eve, 'viewer'],
    ])
    expect((await transfer(bob)).body).toMatchObject({ id, role: 'editor', owner: { id: bob.user.id } })
    const { body } = await ask(bob, 'GET', `/datasets/${id}/access`)
    const people = body.people.map(({ user_id, role }: Record<string, string>) => [user_id, role])
    expect(new Map(people)).toEqual(
      new Map([
        [ada.user.id, 'editor'],
        [eve.user.id, 'viewer'],
      ]),
    )
    expect((await transfer(ada)).status).toBe(403)
    expect((await share([], null, bob)).status).toBe(200)
    expect(await sees(ada)).toBe(false)
  })

  test('nobody else can, and to nobody who is not here', async () => {
    await share([[bob, 'editor']])
    expect((await transfer(eve, bob)).status).toBe(403)
    expect((await transfer(eve, eve)).status).toBe(404)
    expect((await transfer(ada)).status).toBe(422)
    const gone = await person({ isActive: true })
    await sql`update users set is_active = false where id = ${gone.user.id}`.execute(db())
    expect((await transfer(gone)).body.errors).toMatchObject([{ path: 'user_id' }])
    expect((await ask(ada, 'GET', `/datasets/${id}`)).body.role).toBe('owner')
  })

  test('not to somebody who has no room for it', async () => {
    const carol = await person()
    await sql`update users set quota_bytes = 9 where id = ${carol.user.id}`.execute(db())
    expect((await transfer(carol)).body).toMatchObject({ status: 507, code: 'quota_exceeded' })
    expect((await ask(ada, 'GET', `/datasets/${id}`)).body.role).toBe('owner')
    await sql`update users set quota_bytes = 10 where id = ${carol.user.id}`.execute(db())
    expect((await transfer(carol)).status).toBe(200)
  })

  test('what was a duplicate of the owner’s own is none of the new owner', async () => {
    const copy = await buildDataset(server.orm, ada.user)
    await sql`update datasets set duplicate_of = ${id} where id = ${copy.id}`.execute(db())
    await transfer(bob)
    expect((await ask(ada, 'GET', `/datasets/${copy.id}`)).body.duplicate_of).toBeNull()
  })
})

describe('what somebody had a hand in', () => {
  const sendVersion = (who: Person, key: string) => {
    const { payload, headers } = fileForm('a\n1\n')
    return server.app.inject({
      method: 'POST',
      url: `/api/v1/datasets/${id}/versions`,
      payload,
      headers: { ...who.signedIn.headers, ...headers, 'idempotency-key': key },
    })
  }

  test('is not shown again to who was removed, by sending the same once more', async () => {
    await share([[bob, 'editor']])
    expect((await sendVersion(bob, 'again')).statusCode).toBe(201)
    expect((await sendVersion(bob, 'again')).headers['idempotent-replayed']).toBe('true')
    await share([])
    expect((await sendVersion(bob, 'again')).statusCode).toBe(404)
  })

  test('cannot be taken from a dataset that was handed over', async () => {
    const tus = { ...ada.signedIn.headers, 'tus-resumable': '1.0.0' }
    const begun = { method: 'POST', url: '/api/v1/uploads', headers: { ...tus, 'upload-length': '4' } } as const
    const url = String((await server.app.inject(begun)).headers.location)
    const part = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
    const sent = await server.app.inject({ method: 'PATCH', url, headers: part, payload: Buffer.from('a\n1\n') })
    const handed = String(sent.headers['location-dataset']).replace('/api/v1', '')
    const upload_id = url.split('/').at(-1)
    expect((await ask(ada, 'POST', `${handed}/transfer`, { user_id: bob.user.id })).status).toBe(200)
    expect((await ask(ada, 'POST', `/datasets/${id}/versions`, { upload_id })).status).toBe(201)
    const nobody = { everyone: null, people: [] }
    expect((await ask(bob, 'PUT', `${handed}/access`, nobody)).status).toBe(200)
    expect((await ask(ada, 'GET', handed)).status).toBe(404)
    const { id: other } = await buildDataset(server.orm, ada.user)
    expect((await ask(ada, 'POST', `/datasets/${other}/versions`, { upload_id })).status).toBe(404)
  })
})

describe('finding people', () => {
  const names = async (q: string, who = ada) => {
    const { body } = await ask(who, 'GET', `/people?q=${encodeURIComponent(q)}`)
    return body.items.map(({ username }: { username: string }) => username)
  }

  beforeAll(async () => {
    await buildUser(server.orm, { username: 'grace', fullName: 'Grace Brewster Hopper' })
    await buildUser(server.orm, { username: 'hopping', fullName: '100% Sure' })
    await buildUser(server.orm, { username: 'gone', fullName: 'Hopper Gone', isActive: false })
    for (let n = 0; n < 12; n += 1) await buildUser(server.orm, { username: `many-${n}` })
  })

  test('by how a username or a word of a full name begins, whatever the case', async () => {
    expect(await names('HOPP')).toEqual(['hopping', 'grace'])
    expect(await names('grace b')).toEqual(['grace'])
    expect(await names('rewster')).toEqual([])
    expect(await names('100%')).toEqual(['hopping'])
    expect(await names('%%')).toEqual([])
    expect(await names('__')).toEqual([])
  })

  test('at most ten, never oneself, without e-mail addresses, and none by them', async () => {
    const { body } = await ask(ada, 'GET', '/people?q=many&limit=10')
    expect(body).toMatchObject({ total: 12, limit: 10, offset: 0 })
    expect(body.items).toHaveLength(10)
    expect(Object.keys(body.items[0])).toEqual(['id', 'username', 'full_name'])
    expect((await ask(ada, 'GET', '/people?q=many&limit=100')).status).toBe(422)
    expect(await names(ada.user.username)).toEqual([])
    expect(await names('grace@example.org')).toEqual([])
    expect(await names('example.org')).toEqual([])
  })

  test.each(['', 'a', ' a ', 'a\u0000b', 'x'.repeat(101)])('%j is no beginning of a name', async (q) => {
    expect((await ask(ada, 'GET', `/people?q=${encodeURIComponent(q)}`)).status).toBe(422)
  })
})

describe('open streams', () => {
  const follow = (who: Person, path = '/events') => openEvents(`${base}${path}`, who.signedIn.headers)

  test('begin to tell when somebody is let in, and tell of a new role', async () => {
    await using events = await follow(bob)
    await share([[bob, 'viewer']])
    await events.until(({ data }) => data.id === id && data.role === 'viewer')
    await share([[bob, 'editor']])
    await events.until(({ data }) => data.id === id && data.role === 'editor')
    await ask(ada, 'PATCH', `/datasets/${id}`, { title: 'for bob too' })
    await events.until(({ data }) => data.title === 'for bob too')
  })

  test('say goodbye within a second of losing access, and tell nothing after', async () => {
    await share([[bob, 'editor']])
    await using events = await follow(bob)
    const began = performance.now()
    await share([])
    await events.until(({ event, data }) => event === 'deleted' && data.id === id)
    expect(performance.now() - began).toBeLessThan(1000)
    const told = events.all.length
    await ask(ada, 'PATCH', `/datasets/${id}`, { title: 'not for bob' })
    await ask(ada, 'PUT', `/datasets/${id}/access`, {
      everyone: null,
      people: [{ user_id: eve.user.id, role: 'viewer' }],
    })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(events.all.slice(told)).toEqual([])
  })

  test('the stream of one dataset ends with the access to it', async () => {
    await sql`update dataset_versions set status = 'processing' where dataset_id = ${id}`.execute(db())
    await share([[bob, 'viewer']])
    await using events = await follow(bob, `/datasets/${id}/events`)
    await events.until(({ data }) => data.id === id)
    await share([])
    await events.until(({ event }) => event === 'deleted')
    await events.ended
  })

  test('somebody who waits for the end of a reading hears that they may not know', async () => {
    await sql`update dataset_versions set status = 'processing' where dataset_id = ${id}`.execute(db())
    await share([[bob, 'viewer']])
    const waiting = ask(bob, 'GET', `/datasets/${id}?wait=20`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await share([])
    expect((await waiting).status).toBe(404)
  })

  test('everyone hears of what everyone may see, from when to when they may', async () => {
    await using events = await follow(eve)
    await share([], 'viewer')
    await events.until(({ data }) => data.id === id && data.role === 'viewer')
    await share([], null)
    await events.until(({ event, data }) => event === 'deleted' && data.id === id)
  })

  test('who handed a dataset over and was then let go hears no more of it', async () => {
    await ask(ada, 'POST', `/datasets/${id}/transfer`, { user_id: bob.user.id })
    await using events = await follow(ada)
    await share([], null, bob)
    await events.until(({ event, data }) => event === 'deleted' && data.id === id)
  })

  test('four hundred people are told of one dataset', async () => {
    const last = await person()
    await sql`insert into users (email, username, hashed_password)
      select 'crowd' || n || '@example.org', 'crowd' || n, 'x' from generate_series(1, 400) n`.execute(db())
    await sql`insert into dataset_shares (dataset_id, user_id, role)
      select ${id}, u.id, 'viewer' from users u where username like 'crowd%' or id = ${last.user.id}`.execute(db())
    await using events = await follow(last)
    await ask(ada, 'PATCH', `/datasets/${id}`, { title: 'for a crowd' })
    await events.until(({ data }) => data.title === 'for a crowd')
  })
})
