import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../../test/factories.ts'
import { runJobs } from '../../../../test/run-jobs.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import type { FileTable } from '../../../shared/file-table.ts'
import type { Profile } from '../../../shared/profile.ts'
import { samples } from '../../../shared/samples.ts'
import { writeSample } from './write-sample.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
const made: Record<string, Dataset> = {}

const get = async (url: string) => (await server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })).json()
const add = (name: string) =>
  server.app.inject({ method: 'POST', url: `/api/v1/samples/${name}`, headers: ada.headers })

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  const listed = await get('/samples')
  expect(listed).toMatchObject({ total: 3, offset: 0 })
  for (const { name } of listed.items) {
    const answer = await add(name)
    expect([answer.statusCode, answer.headers.location]).toEqual([201, `/api/v1/datasets/${answer.json().id}`])
    made[name] = answer.json()
  }
  await runJobs(server)
  for (const [name, { id }] of Object.entries(made)) made[name] = await get(`/datasets/${id}`)
}, 60_000)

afterAll(() => server.close())

test.each(samples)('$name is a small dataset of whoever asks, the same every time', ({ name, title }) => {
  expect(made[name]).toMatchObject({ status: 'ready', error: null, role: 'owner', title, tags: ['sample'] })
  expect(made[name]?.description).toContain('Made up by DataLens.')
  const text = writeSample(name)
  expect(text.length).toBeGreaterThan(50_000)
  expect(text.length).toBeLessThan(500_000)
  expect(writeSample(name)).toBe(text)
})

test('a name that is no sample is not found', async () => {
  expect((await add('toString')).json()).toMatchObject({ status: 404, code: 'not_found' })
})

describe('what a sample is there to show', () => {
  const profileOf = async (name: string): Promise<Profile> => get(`/datasets/${made[name]?.id}/profile`)

  test('harbour visits: questions, lines that do not fit, alerts with what mends them', async () => {
    expect(made['harbour-visits']).toMatchObject({ questions: 2, rows_rejected: 0 })
    const receipt = await get(`/datasets/${made['harbour-visits']?.id}/receipt`)
    expect(receipt.questions).toMatchObject([{ column: 'arrived' }, { column: 'draught_m' }])
    expect(receipt.reported.long_rows).toBe(2)
    const { alerts } = await profileOf('harbour-visits')
    const mended = alerts.filter(({ fix }) => fix).map(({ code, columns }) => `${code} ${columns.join()}`)
    expect(mended.toSorted()).toEqual([
      'constant recorded_by',
      'duplicate_rows ',
      'near_duplicates harbour',
      'personal_data agent_email',
      'sentinel draught_m',
    ])
  })

  test('bicycle counts: a trend and outliers', async () => {
    const { id } = made['bicycle-counts'] as Dataset
    const trend = await get(`/datasets/${id}/trends?date=day&value=bicycles&grain=month`)
    expect(trend).toMatchObject({ direction: 'up' })
    const outliers = await get(`/datasets/${id}/outliers?column=bicycles`)
    expect(outliers.total).toBeGreaterThan(5)
  })

  test('bakery orders: nested lists, places, and a second table to join', async () => {
    const { id, columns_info } = made['bakery-orders'] as Dataset
    const kinds = new Map(columns_info?.map(({ name, kind }) => [name, kind]))
    expect(kinds.get('items')).toBe('nested')
    expect([...kinds.keys()].filter((name) => /latitude|longitude/.test(name))).toHaveLength(2)
    const tables: FileTable[] = (await get(`/datasets/${id}/tables`)).items
    expect(tables.map(({ kind, row_count }) => [kind, row_count])).toContainEqual(['json_path', 12])
  })
})
