import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { UserEntity } from '../accounts/user.ts'
import { absolutePath, incomingDirectory, originalsDirectory } from './stored-file.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp({ DEFAULT_QUOTA_BYTES: '100' })
})
afterAll(() => server.close())

const someone = async (quotaBytes: number | null = null) => {
  const user = await buildUser(server.orm)
  await server.orm.em.fork().nativeUpdate(UserEntity, { id: user.id }, { quotaBytes })
  return { user, ...(await signIn(server.app, user)) }
}

const upload = async ({ headers }: SignedIn, bytes: number, path = '/datasets', more: Record<string, string> = {}) => {
  const form = fileForm('x'.repeat(bytes), 'x.csv')
  const answer = await server.app.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: { ...headers, ...form.headers, ...more },
    payload: form.payload,
  })
  return answer.json()
}

const used = async ({ headers }: SignedIn) =>
  (await server.app.inject({ url: '/api/v1/users/me', headers })).json().storage_used_bytes

test('fills up to the last byte, and says so of the next one', async () => {
  const person = await someone()
  expect(await upload(person, 60)).toMatchObject({ file_size: 60 })
  expect(await upload(person, 41)).toMatchObject({
    status: 507,
    code: 'quota_exceeded',
    detail: expect.stringContaining('Your storage is full: this does not fit into the 100 B that you may store.'),
  })
  expect(await upload(person, 40)).toMatchObject({ file_size: 40 })
  expect(await used(person)).toBe(100)
  expect(await upload(person, 1)).toMatchObject({ code: 'quota_exceeded' })
})

test('a quota of one’s own takes the place of the default, and none fits into nothing', async () => {
  expect(await upload(await someone(1000), 999)).toMatchObject({ file_size: 999 })
  expect(await upload(await someone(0), 1)).toMatchObject({ code: 'quota_exceeded' })
})

test('of ten uploads at once that fit one by one as many are kept as fit together', async () => {
  const person = await someone(50)
  const answers = await Promise.all(Array.from({ length: 10 }, () => upload(person, 20)))
  expect(answers.map(({ code }) => code ?? 'kept').sort()).toEqual(['kept', 'kept', ...Array(8).fill('quota_exceeded')])
  expect(await used(person)).toBe(40)
})

test('a version counts for the owner, whoever sends it', async () => {
  const owner = await someone(30)
  const editor = await someone()
  const { id } = await upload(owner, 20)
  const sql = `insert into dataset_shares (dataset_id, user_id, role) values (?, ?, 'editor')`
  await server.orm.em.fork().execute(sql, [id, editor.user.id])
  await server.orm.em.fork().execute(`update dataset_versions set status = 'ready'`)
  await server.orm.em.fork().execute(`update datasets set status = 'ready'`)
  expect(await upload(editor, 20, `/datasets/${id}/versions`)).toMatchObject({
    code: 'quota_exceeded',
    detail: expect.stringMatching(/^The owner's storage is full: (?!.*\d)/),
  })
  expect(await upload(owner, 20, `/datasets/${id}/versions`)).toMatchObject({
    detail: expect.stringMatching(/^Your storage is full: /),
  })
  expect(await upload(editor, 10, `/datasets/${id}/versions`)).toMatchObject({ id })
  expect([await used(owner), await used(editor)]).toEqual([30, 0])
})

test('a repeated request is answered as before, though nothing more fits', async () => {
  const person = await someone(20)
  const key = { 'idempotency-key': 'once' }
  const first = await upload(person, 20, '/datasets', key)
  expect((await upload(person, 20, '/datasets', key)).id).toBe(first.id)
})

test('an upload that is sent in parts is refused before its first byte', async () => {
  const person = await someone()
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: { ...person.headers, 'tus-resumable': '1.0.0', 'upload-length': '101' },
  })
  expect(answer.json()).toMatchObject({ status: 507, code: 'quota_exceeded' })
})

const begin = async ({ headers }: SignedIn, bytes: number, dataset?: string) =>
  await server.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: {
      ...headers,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes),
      ...(dataset ? { 'upload-metadata': `dataset ${Buffer.from(dataset).toString('base64')}` } : {}),
    },
  })

test('of ten uploads begun at once, and never finished, as many are let begin as fit together', async () => {
  const person = await someone(50)
  const answers = await Promise.all(Array.from({ length: 10 }, () => begin(person, 20)))
  const begun = answers.filter(({ statusCode }) => statusCode === 201)
  expect(begun).toHaveLength(2)
  const refused = answers.find(({ statusCode }) => statusCode !== 201)
  expect(refused?.json()).toMatchObject({ code: 'quota_exceeded', detail: expect.stringContaining('not finished') })
  const url = String(begun[0]?.headers.location)
  await server.app.inject({ method: 'DELETE', url, headers: { ...person.headers, 'tus-resumable': '1.0.0' } })
  expect((await begin(person, 20)).statusCode).toBe(201)
})

test('the begin of a version asks for the room of the owner, not of who sends it', async () => {
  const owner = await someone(30)
  const editor = await someone(0)
  const { id } = await upload(owner, 20)
  const em = server.orm.em.fork()
  await em.execute(`insert into dataset_shares (dataset_id, user_id, role) values (?, ?, 'editor')`, [
    id,
    editor.user.id,
  ])
  await em.execute(`update dataset_versions set status = 'ready' where dataset_id = ?`, [id])
  const full = { code: 'quota_exceeded', detail: expect.stringMatching(/^The owner's storage is full: /) }
  expect((await begin(editor, 11, id)).json()).toMatchObject(full)
  expect((await begin(editor, 10, id)).statusCode).toBe(201)
  expect((await begin(owner, 1)).json()).toMatchObject({ code: 'quota_exceeded' })
})

test('what was refused leaves no file behind', async () => {
  const person = await someone(0)
  const list = async () =>
    (
      await Promise.all([incomingDirectory, originalsDirectory].map((path) => readdir(absolutePath(server.home, path))))
    ).flat()
  const before = (await list()).length
  await upload(person, 10)
  await vi.waitFor(async () => expect(await list()).toHaveLength(before), 5_000)
})
