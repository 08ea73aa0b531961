import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { openDuckDb } from '../../engine/duckdb.ts'
import type { Alert } from '../../shared/alert.ts'
import type { Dataset } from '../../shared/dataset.ts'
import type { Step, StepsPreview } from '../../shared/steps.ts'
import { restoreVersion } from './restore-version.ts'
import { sweepFiles } from './sweep-files.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let adaUser: Awaited<ReturnType<typeof buildUser>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  adaUser = await buildUser(server.orm)
  ada = await signIn(server.app, adaUser)
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()
const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const send = (method: 'POST' | 'PUT', url: string, payload: object) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: ada.headers, payload })
const dataset = async (id: string): Promise<Dataset> => (await get(`/datasets/${id}`)).json()
const alertsOf = async (id: string): Promise<Alert[]> => (await get(`/datasets/${id}/profile`)).json().alerts

const upload = async (content: string, url = '/datasets', name = 'table.csv') => {
  const { payload, headers } = fileForm(content, name)
  const all = { ...headers, ...ada.headers }
  const answer = await server.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: all })
  await runJobs(server)
  return answer.json().id as string
}

const apply = async (id: string, steps: Step[]) => {
  const answer = await send('PUT', `/datasets/${id}/steps`, steps)
  expect(answer.statusCode).toBe(202)
  await runJobs(server)
  return answer.json() as Dataset
}

const lines = (header: string, count: number, line: (row: number) => string) =>
  `${header}\n${Array.from({ length: count }, (_, row) => line(row)).join('\n')}\n`
const states = ['Texas', 'Texas', 'Texas', 'texas ', 'Ohio', 'Utah']

/** A table that raises each alert with a fix, and nothing of it is left when the fix is applied. */
const tables: Record<string, string> = {
  encoding_damage: lines('id,town', 20, (row) => `${row},${row % 4 ? 'Bonn' : 'MÃ¼nchen'}`),
  all_null: lines('id,empty', 20, (row) => `${row},`),
  infinite: lines('id,speed', 20, (row) => `${row},${row === 7 ? 'inf' : `${row}.25`}`),
  duplicate_rows: lines('a,b,c', 20, (row) => `${row % 5},x${row % 5},${row % 5}.5`),
  sentinel: lines('id,depth', 40, (row) => `${row},${row % 10 === 3 ? -999 : 10 + (row % 7)}`),
  near_duplicates: lines('id,state', 60, (row) => `${row},${states[row % states.length]}`),
  personal_data: lines('id,contact', 20, (row) => `${row},ada${row}@example.org`),
  constant: lines('id,port', 20, (row) => `${row},HAM`),
}

describe('each alert with a fix', () => {
  test.each(Object.keys(tables))('%s: the fix takes it away, and undoing it gives every byte back', async (code) => {
    const id = await upload(tables[code] as string)
    const alert = (await alertsOf(id)).find((found) => found.code === code)
    expect(alert?.fix).toBeTruthy()
    const steps = alert?.fix?.steps ?? []
    const formats = ['csv', 'parquet', 'original']
    const everything = async () =>
      await Promise.all(
        formats.map(async (format) => (await get(`/datasets/${id}/download?format=${format}`)).rawPayload),
      )
    const rows = async () => (await get(`/datasets/${id}/rows?limit=1000`)).json()
    const [before, rowsBefore] = [await everything(), await rows()]

    const preview: StepsPreview = (await send('POST', `/datasets/${id}/steps/preview`, steps)).json()
    await apply(id, steps)
    expect((await alertsOf(id)).map((found) => found.code)).not.toContain(code)
    expect((await get(`/datasets/${id}/steps`)).json()).toEqual(steps)
    const receipt = (await get(`/datasets/${id}/receipt`)).json()
    expect(receipt.steps).toMatchObject({
      base_version: 1,
      changed_cells: preview.changed_cells,
      removed_rows: preview.removed_rows,
    })
    const after = await rows()
    expect(after.rows).not.toEqual(rowsBefore.rows)
    expect({ columns: preview.columns, rows: preview.rows, row_count: preview.row_count }).toEqual({
      columns: after.columns,
      rows: after.rows.slice(0, 20),
      row_count: after.total,
    })
    expect(preview.examples.length > 0).toBe(preview.changed_cells > 0)

    expect((await apply(id, [])).version).toBe(3)
    expect(await rows()).toEqual(rowsBefore)
    expect(await everything()).toEqual(before)
    expect((await alertsOf(id)).map((found) => found.code)).toContain(code)
  })
})

const visits = 'port,tonnes\n Hamburg ,1\nRotterdam,-999\n Hamburg ,1\n'
const trimmed: Step = { op: 'trim', column: 'port' }
const withoutSentinel: Step = { op: 'null_where', column: 'tonnes', values: [-999] }

test('steps are listed, changed one by one, undone one by one, and kept by the versions', async () => {
  const id = await upload(visits)
  const first = await send('PUT', `/datasets/${id}/steps`, [trimmed])
  expect(first.json()).toMatchObject({ version: 1, job: { kind: 'version', version: 2 } })
  expect((await send('PUT', `/datasets/${id}/steps`, [trimmed, withoutSentinel])).json().code).toBe('conflict')
  await runJobs(server)
  await apply(id, [trimmed, withoutSentinel, { op: 'drop_duplicates' }])
  expect((await get(`/datasets/${id}/rows`)).json().rows).toEqual([
    ['Hamburg', 1],
    ['Rotterdam', null],
  ])
  expect((await get(`/datasets/${id}/rows?values=source`)).json().rows).toEqual([
    ['Hamburg', '1'],
    ['Rotterdam', null],
  ])
  expect((await get(`/datasets/${id}/receipt`)).json()).toMatchObject({
    rows_loaded: 3,
    steps: {
      changed_cells: 3,
      removed_rows: 1,
      applied: [{ changed_cells: 2 }, { changed_cells: 1 }, { removed_rows: 1 }],
    },
  })
  await apply(id, [withoutSentinel])
  const kept = (await get(`/datasets/${id}/versions`)).json().items
  expect(kept.map(({ reason, steps, base_version }: Record<string, unknown>) => [reason, steps, base_version])).toEqual(
    [
      ['steps', [withoutSentinel], 1],
      ['steps', [trimmed, withoutSentinel, { op: 'drop_duplicates' }], 1],
      ['steps', [trimmed], 1],
      ['upload', [], null],
    ],
  )
  expect((await apply(id, [withoutSentinel])).version).toBe(4)
  expect(await send('POST', `/datasets/${id}/versions/2/restore`, {})).toMatchObject({ statusCode: 201 })
  expect((await get(`/datasets/${id}/steps`)).json()).toEqual([trimmed])
  expect(await sweepFiles(db(), server.home)).toEqual([])
  const { rows } = await sql<{ details: object }>`select details from audit_events
    where action = 'dataset.steps' and target_id = ${id} order by created_at`.execute(db())
  expect(rows.map(({ details }) => details)).toEqual([
    { steps: ['trim'] },
    { steps: ['trim', 'null_where', 'drop_duplicates'] },
    { steps: ['null_where'] },
  ])
})

test('the SQL of the steps stands over a table named data', async () => {
  const id = await upload(visits)
  await apply(id, [trimmed])
  const answer = await get(`/datasets/${id}/steps?format=sql`)
  expect(answer.headers['content-type']).toContain('text/plain')
  expect(answer.body).toContain('FROM data')
  expect(answer.body).not.toContain('parquet')
  const duck = await openDuckDb({ threads: 1, memoryLimitBytes: 128 * 2 ** 20, tempDir: server.home.tmp })
  onTestFinished(() => duck.close())
  await duck.query(`CREATE TABLE data AS SELECT * FROM (VALUES (' Kiel ', 1), ('Bonn', 2)) AS v(port, tonnes)`)
  expect((await duck.query(answer.body)).rows).toEqual([
    ['Kiel', 1],
    ['Bonn', 2],
  ])
})

test('a computed column is previewed, filtered by its type, written, and refused with its place', async () => {
  const id = await upload('port,tonnes\nKiel,3\nBonn,x\nUlm,40\n')
  const steps: Step[] = [
    { op: 'compute', name: 'heavy', expression: 'TRY_CAST(tonnes AS INTEGER) * 2' },
    { op: 'filter', filter: { column: 'heavy', op: 'gt', value: 10 } },
  ]
  const preview: StepsPreview = (await send('POST', `/datasets/${id}/steps/preview`, steps)).json()
  expect(preview.per_step).toEqual([
    { changed_cells: 2, removed_rows: 0 },
    { changed_cells: 0, removed_rows: 2 },
  ])
  expect(preview.examples).toEqual([{ row_number: 2, column: 'heavy', before: null, after: 80 }])
  await apply(id, steps)
  const { rows } = (await get(`/datasets/${id}/rows`)).json()
  expect(rows).toEqual([['Ulm', '40', 80]])
  expect((await get(`/datasets/${id}/steps?format=sql`)).body).toContain('TRY_CAST(tonnes AS INTEGER) * 2')

  const wrong = [{ op: 'compute', name: 'v', expression: 'tonnes ||\n getenv(port)' }]
  for (const [method, url] of [
    ['PUT', `/datasets/${id}/steps`],
    ['POST', `/datasets/${id}/steps/preview`],
  ] as const) {
    const refused = await send(method, url, wrong)
    expect([refused.statusCode, refused.json().errors]).toEqual([
      422,
      [{ path: 'steps.0.expression', message: expect.stringContaining('"getenv"'), line: 2, column: 2 }],
    ])
  }
})

test('whoever saw another version than the one in use changes nothing', async () => {
  const id = await upload(visits)
  const put = (version: number, steps: Step[]) => send('PUT', `/datasets/${id}/steps?version=${version}`, steps)
  expect((await put(1, [trimmed])).statusCode).toBe(202)
  await runJobs(server)
  for (const steps of [[withoutSentinel], []]) {
    const late = await put(1, steps)
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('Version 2 of this dataset'),
    })
  }
  const { id: userId } = adaUser
  const undoing = { userId, id, number: 1, reason: 'steps' as const, record: async () => {} }
  await expect(restoreVersion(db(), server.home, { ...undoing, seen: 1 })).rejects.toMatchObject({ code: 'conflict' })
  expect((await get(`/datasets/${id}/steps`)).json()).toEqual([trimmed])
  expect((await put(2, [])).json()).toMatchObject({ version: 3, job: null })
})

test('a new file is matched with the columns that the steps begin with', async () => {
  const id = await upload(visits)
  await apply(id, [
    { op: 'rename', column: 'port', to: 'harbour' },
    { op: 'drop_columns', columns: ['tonnes'] },
  ])
  const tus = { ...ada.headers, 'tus-resumable': '1.0.0' }
  const metadata = `filename ${btoa('next.csv')},dataset ${btoa(id)},hold ${btoa('true')}`
  const begun = await server.app.inject({
    ...{ method: 'POST', url: '/api/v1/uploads' },
    headers: { ...tus, 'upload-length': String(visits.length), 'upload-metadata': metadata },
  })
  const url = begun.headers.location as string
  await server.app.inject({
    ...{ method: 'PATCH', url, payload: visits },
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  })
  const preview = await send('POST', `/datasets/${id}/versions/preview`, { upload_id: url.split('/').at(-1) })
  expect(preview.json().matches).toMatchObject([
    { name: 'port', change: 'same' },
    { name: 'tonnes', change: 'same' },
  ])
})

test('steps go with a new file, and where they do not fit it says so and is used as it is', async () => {
  const id = await upload(visits)
  await apply(id, [trimmed])
  await upload('port,tonnes\n Bremen ,2\n', `/datasets/${id}/versions`)
  expect(await dataset(id)).toMatchObject({ version: 4, row_count: 1, job: null })
  expect((await get(`/datasets/${id}/rows`)).json().rows).toEqual([['Bremen', 2]])
  expect((await get(`/datasets/${id}/receipt`)).json().steps.base_version).toBe(3)

  await upload('harbour\n Kiel \n', `/datasets/${id}/versions`)
  expect(await dataset(id)).toMatchObject({ version: 5, status: 'ready', job: null })
  expect((await get(`/datasets/${id}/rows`)).json().rows).toEqual([[' Kiel ']])
  expect((await get(`/datasets/${id}/versions`)).json().items[0]).toMatchObject({
    number: 6,
    status: 'error',
    error: { code: 'steps_not_applicable', detail: expect.stringContaining('There is no column "port"') },
  })
})

test('steps that do not fit are refused before anything begins', async () => {
  const id = await upload(visits)
  for (const [steps, path] of [
    [[{ op: 'trim', column: 'harbour' }], 'steps.0.column'],
    [[trimmed, { op: 'trim', column: 'tonnes' }], 'steps.1.column'],
    [[{ op: 'explode' }], '0.op'],
    [[{ op: 'null_where', column: 'port', values: ['\0'] }], undefined],
    [[{ op: 'rename', column: 'port', to: 'tonnes' }], 'steps.0.to'],
    [{ steps: [] }, undefined],
  ] as const) {
    for (const [method, url] of [
      ['PUT', `/datasets/${id}/steps`],
      ['POST', `/datasets/${id}/steps/preview`],
    ] as const) {
      const answer = await send(method, url, steps)
      expect(answer.statusCode).toBe(422)
      if (path) expect(answer.json().errors[0].path).toContain(path)
    }
  }
  expect((await get(`/datasets/${id}/versions`)).json().total).toBe(1)
})
