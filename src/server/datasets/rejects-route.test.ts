import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import type { Reject } from '../../shared/rejects.ts'
import { sweepFiles } from './sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const ready = async (content: string) => {
  const { payload, headers } = fileForm(content, 'visits.csv')
  const url = '/api/v1/datasets'
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...ada.headers } })
  await runJobs(server)
  return answer.json().id as string
}
const tables = () => readdir(join(server.home.files, 'tables'))

const ragged = `id,port,tons
1,HAM,10
2,RTM
3,ANR,30

4,BRE,40
5,=cmd(),50,left over
${Array.from({ length: 60 }, (_, n) => `${n + 6},BRE,${n}\n`).join('')}`

test('what is not in the table as it stands in the file can be read, line by line', async () => {
  const id = await ready(ragged)
  const { items, total }: { items: Reject[]; total: number } = (await get(`/datasets/${id}/rejects`)).json()
  expect(total).toBe(items.length)
  expect(items.map(({ scope, code, line_number }) => [scope, code, line_number])).toEqual([
    ['reported', 'short_row', 3],
    ['skipped', 'blank', 5],
    ['reported', 'long_row', 7],
  ])
  expect(items[2]).toMatchObject({ row_number: 4, raw: '5,=cmd(),50,left over', surplus: ['left over'] })
  expect(items[0]?.byte_offset).toBe(ragged.indexOf('2,RTM'))

  const skipped = (await get(`/datasets/${id}/rejects?scope=skipped&limit=1`)).json()
  expect(skipped).toMatchObject({ total: 1, limit: 1, offset: 0, items: [{ line_number: 5, row_number: null }] })
  expect((await get(`/datasets/${id}/rejects?offset=2`)).json().items).toHaveLength(1)
  expect((await get(`/datasets/${id}/rejects?scope=lost`)).statusCode).toBe(422)
})

test('as CSV it holds everything, and no spreadsheet runs any of it', async () => {
  const id = await ready(`a,b\n=1+1\n2,3\n${'1,2\n'.repeat(30)}`)
  const answer = await get(`/datasets/${id}/rejects?format=csv`)
  expect(answer.headers['content-type']).toContain('text/csv')
  const lines = answer.body.trim().split('\r\n')
  expect(lines[0]).toBe('scope,line_number,byte_offset,row_number,column,raw,code,reason,surplus')
  expect(lines[1]).toContain(`"'=1+1"`)
  expect(lines).toHaveLength(2)
})

test('a broken line of NDJSON is rejected alone, and can be read', async () => {
  const id = await ready('{"a": 1}\n{"broken": \n\n{"a": 3}\n')
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ row_count: 2, rows_rejected: 1 })
  expect((await get(`/datasets/${id}/rejects?scope=row`)).json()).toMatchObject({
    total: 1,
    items: [{ code: 'broken_json', line_number: 2, byte_offset: 9, raw: '{"broken": ' }],
  })
})

test('a file of which every line is a row has nothing to tell', async () => {
  const id = await ready('a,b\n1,2\n3,4\n')
  expect((await get(`/datasets/${id}/rejects`)).json()).toEqual({ items: [], total: 0, limit: 100, offset: 0 })
})

test('the sweeper leaves the reports of a table alone, and they go with it', async () => {
  const before = await tables()
  const id = await ready(ragged)
  await server.app.inject({ method: 'POST', url: `/api/v1/datasets/${id}/reingest`, headers: ada.headers, payload: {} })
  await runJobs(server)
  const restore = `/api/v1/datasets/${id}/versions/1/restore`
  await server.app.inject({ method: 'POST', url: restore, headers: ada.headers, payload: {} })
  expect(await tables()).toHaveLength(before.length + 6)
  expect(await sweepFiles(server.orm.em.fork().getKysely(), server.home)).toEqual([])
  expect((await get(`/datasets/${id}/rejects`)).json().total).toBe(3)
  await server.app.inject({ method: 'DELETE', url: `/api/v1/datasets/${id}?permanent=true`, headers: ada.headers })
  expect(await tables()).toEqual(before)
})
