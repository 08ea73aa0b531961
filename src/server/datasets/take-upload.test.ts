import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const tus = { 'tus-resumable': '1.0.0' }
const encoded = (text: string) => Buffer.from(text).toString('base64')
const post = (url: string, payload: object, headers: object = {}) =>
  server.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { ...ada.headers, ...headers }, payload })
const numbersOf = async (id: string): Promise<number[]> => {
  const answer = await server.app.inject({ url: `/api/v1/datasets/${id}/versions`, headers: ada.headers })
  return answer.json().items.map(({ number }: { number: number }) => number)
}

const ready = async (content: string): Promise<string> => {
  const { payload, headers } = fileForm(content)
  const { id } = (await post('/datasets', payload, headers)).json()
  await runJobs(server)
  return id
}

/** An upload of which every byte is here, held for a dataset. */
const hold = async (datasetId: string, content: string): Promise<string> => {
  const metadata = `filename ${encoded('next.csv')},dataset ${encoded(datasetId)},hold ${encoded('true')}`
  const begun = await server.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: { ...ada.headers, ...tus, 'upload-length': String(content.length), 'upload-metadata': metadata },
  })
  const url = begun.headers.location as string
  await server.app.inject({
    method: 'PATCH',
    url,
    headers: { ...ada.headers, ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    payload: content,
  })
  return url.split('/').at(-1) ?? ''
}

test('a held upload that is taken again with the same key gives the same answer and no second version', async () => {
  const id = await ready('id\n1\n')
  const body = { upload_id: await hold(id, 'id\n2\n') }
  const key = { 'idempotency-key': 'answer-lost' }
  const waiting = await server.app.inject({ url: '/api/v1/uploads', headers: ada.headers })
  expect(waiting.json().items).toMatchObject([{ id: body.upload_id, offset: 5, held: true, dataset: id }])
  const first = await post(`/datasets/${id}/versions`, body, key)
  expect(first.statusCode).toBe(201)
  await runJobs(server)
  const again = await post(`/datasets/${id}/versions`, body, key)
  expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([201, 'true'])
  expect(again.json()).toEqual(first.json())
  expect(await numbersOf(id)).toEqual([2, 1])

  const other = { upload_id: await hold(id, 'id\n3\n') }
  const reused = await post(`/datasets/${id}/versions`, other, key)
  expect(reused.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
})

test('an upload that two datasets take at the same moment becomes a version of each', async () => {
  const [one, two] = [await ready('id\n1\n'), await ready('id\n10\n')]
  const body = { upload_id: await hold(one, 'id\n4\n') }
  const answers = await Promise.all([one, two].map((id) => post(`/datasets/${id}/versions`, body)))
  expect(answers.map((answer) => [answer.statusCode, answer.json().id])).toEqual([
    [201, one],
    [201, two],
  ])
  await runJobs(server)
  expect([await numbersOf(one), await numbersOf(two)]).toEqual([
    [2, 1],
    [2, 1],
  ])
})

test('an upload whose taking was refused can still be looked at, and taken later', async () => {
  const id = await ready('id\n1\n')
  const body = { upload_id: await hold(id, 'id\n5\n') }
  const limit = (bytes: number | null) =>
    sql`update users set quota_bytes = ${bytes}`.execute(server.orm.em.fork().getKysely())
  await limit(1)
  expect((await post(`/datasets/${id}/versions`, body)).json()).toMatchObject({ code: 'quota_exceeded' })
  await limit(null)
  const preview = await post(`/datasets/${id}/versions/preview`, body)
  expect([preview.statusCode, preview.json().rows]).toEqual([200, [[5]]])
  expect((await post(`/datasets/${id}/versions`, body)).statusCode).toBe(201)
})
