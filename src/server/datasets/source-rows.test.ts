import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { sweepFiles } from './sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const ready = async (content: string, name: string) => {
  const { payload, headers } = fileForm(content, name)
  const url = '/api/v1/datasets'
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...ada.headers } })
  await runJobs(server)
  return answer.json().id as string
}

const prices = `Prices of March
item;price;seen
chair;1.234,50;31/01/2024
table;7,50;15.02.2024
lamp;;
"sofa; red";-0,0;03/03/2024
`

test('every cell as the file wrote it, in the order of the values', async () => {
  const id = await ready(prices, 'prices.csv')
  const typed = (await get(`/datasets/${id}/rows`)).json()
  const source = (await get(`/datasets/${id}/rows?values=source`)).json()
  expect(source.total).toBe(typed.total)
  expect(source.columns.map(({ name, json }: { name: string; json: string }) => [name, json])).toEqual([
    ['item', 'string'],
    ['price', 'string'],
    ['seen', 'string'],
  ])
  expect(source.rows).toEqual([
    ['chair', '1.234,50', '31/01/2024'],
    ['table', '7,50', '15.02.2024'],
    ['lamp', null, null],
    ['sofa; red', '-0,0', '03/03/2024'],
  ])
  const sorted = (await get(`/datasets/${id}/rows?values=source&sort=-item&columns=price,item&limit=2`)).json()
  expect(sorted).toMatchObject({
    row_numbers: [1, 3],
    rows: [
      ['7,50', 'table'],
      ['-0,0', 'sofa; red'],
    ],
  })
})

test('they are made once, also for many who ask at once, and go with their table', async () => {
  const id = await ready(prices, 'prices.csv')
  const tables = () => readdir(join(server.home.files, 'tables'))
  const before = await tables()
  const answers = await Promise.all(Array.from({ length: 5 }, () => get(`/datasets/${id}/rows?values=source&limit=1`)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  expect((await tables()).length).toBe(before.length + 1)
  expect(await sweepFiles(server.orm.em.fork().getKysely(), server.home)).toEqual([])
  await server.app.inject({ method: 'DELETE', url: `/api/v1/datasets/${id}?permanent=true`, headers: ada.headers })
  expect((await tables()).filter((name) => before.includes(name)).length).toBeLessThan(before.length)
  expect(await readdir(join(server.home.tmp, 'previews'))).toEqual([])
})

test('the numbers of JSON are given digit by digit', async () => {
  const id = await ready('[{"a": 1.50, "b": true, "c": null}, {"a": 2e0, "b": false, "c": "x"}]', 'x.json')
  expect((await get(`/datasets/${id}/rows?values=source`)).json().rows).toEqual([
    ['1.50', 'true', null],
    ['2e0', 'false', 'x'],
  ])
})
