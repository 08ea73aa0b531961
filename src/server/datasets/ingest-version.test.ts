import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import type { Dataset } from '../../shared/dataset.ts'
import { rowsAnswerSchema } from '../../shared/rows.ts'
import { recoverJobs } from '../jobs/queue.ts'
import { failureOf, isSameEachTime } from './ingest-version.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

const db = () => server.orm.em.fork().getKysely()
const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: ada.headers })
const upload = async (content: string | Buffer, name?: string): Promise<Dataset> => {
  const { payload, headers } = fileForm(content, name)
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/datasets',
    payload,
    headers: { ...headers, ...ada.headers },
  })
  return answer.json()
}
const filesIn = (directory: string) => readdir(join(server.home.files, directory))
const manyRows = (rows: number) => `id,text\n${Array.from({ length: rows }, (_, n) => `${n},row ${n}`).join('\n')}\n`

afterEach(async () => {
  expect(await readdir(join(server.home.tmp, 'ingest'))).toEqual([])
})

const visits = 'port_code,arrived,cargo_tonnes\n0417,2024-01-03,89764.0\n0418,2024-01-04,\nHAM,2024-01-05,12.5\n'

test('a file becomes a table with rows, a profile and a receipt that balances', async () => {
  const { id } = await upload(visits, 'visits.csv')
  await runJobs(server)
  const dataset: Dataset = (await get(`/datasets/${id}`)).json()
  expect(dataset).toMatchObject({
    status: 'ready',
    row_count: 3,
    column_count: 3,
    file_type: 'csv',
    job: null,
    error: null,
    rows_rejected: 0,
    columns_info: [
      { name: 'port_code', source_name: 'port_code', kind: 'text', null_count: 0 },
      { name: 'arrived', kind: 'temporal' },
      { name: 'cargo_tonnes', kind: 'numeric', null_count: 1 },
    ],
  })
  const listed = (await get('/datasets?has_column=arrived&column_kind=temporal')).json()
  expect(listed.items).toMatchObject([
    { id, kinds: { text: 1, temporal: 1, numeric: 1 }, kind_strip: ['text', 'temporal', 'numeric'] },
  ])

  const rows = rowsAnswerSchema.parse((await get(`/datasets/${id}/rows?limit=2`)).json())
  expect(rows).toMatchObject({ total: 3, total_unfiltered: 3, row_numbers: [0, 1], limit: 2 })
  expect(rows.rows[0]).toEqual(['0417', '2024-01-03', expect.anything()])

  const profile = (await get(`/datasets/${id}/profile`)).json()
  expect(profile).toMatchObject({ dataset_id: id, version: 1, row_count: 3, column_count: 3 })
  const receipt = (await get(`/datasets/${id}/receipt`)).json()
  expect(receipt).toMatchObject({
    bytes: visits.length,
    sha256: createHash('sha256').update(visits).digest('hex'),
    rows_loaded: 3,
    rows_rejected: 0,
  })
  expect((await get(`/datasets/${id}/versions`)).json().items).toMatchObject([
    { number: 1, row_count: 3, status: 'ready' },
  ])
})

test('rows: columns, sort, filter, search and their refusals', async () => {
  const { id } = await upload('name,n\n"a,b",1\nc,3\nd,2\n,2\n')
  await runJobs(server)
  const rows = async (query: string) => (await get(`/datasets/${id}/rows${query}`)).json()
  expect((await rows('?columns=n&sort=-n')).rows).toEqual([[3], [2], [2], [1]])
  expect((await rows(`?columns=${encodeURIComponent('["n", "name"]')}&limit=1`)).rows).toEqual([[1, 'a,b']])
  expect((await rows('?sort=-n,name&columns=name')).rows).toEqual([['c'], ['d'], [null], ['a,b']])
  const filter = encodeURIComponent(
    JSON.stringify({ and: [{ column: 'n', op: 'gte', value: 2 }, { not: { column: 'name', op: 'is_null' } }] }),
  )
  expect(await rows(`?filter=${filter}`)).toMatchObject({ total: 2, total_unfiltered: 4, row_numbers: [1, 2] })
  expect(await rows('?q=A,')).toMatchObject({ total: 1, rows: [['a,b', 1]] })
  for (const query of [
    '?columns=zzz',
    '?sort=zzz',
    '?filter=x',
    '?filter={"column":"n","op":"near"}',
    '?limit=0',
    '?columns=["n"',
  ]) {
    const answer = await get(`/datasets/${id}/rows${query}`)
    expect([query, answer.statusCode, answer.json().code]).toEqual([query, 422, 'invalid'])
    expect(answer.json().errors[0].path.split('.')[0]).toBe(query.slice(1).split('=')[0])
  }
})

test('a file that cannot be read is an error that says why, and its bytes stay', async () => {
  const empty = await upload('')
  const broken = await upload(Buffer.from('PAR1 this is no Parquet PAR1'), 'x.parquet')
  await runJobs(server)
  for (const { id, filename } of [empty, broken]) {
    const dataset: Dataset = (await get(`/datasets/${id}`)).json()
    expect(dataset).toMatchObject({ status: 'error', row_count: null, columns_info: null, job: null })
    expect(dataset.error?.detail).toMatch(/\w+ .*\.$/)
    expect(await filesIn('originals')).toContain(filename)
    expect((await get(`/datasets/${id}/download`)).statusCode).toBe(200)
  }
  expect((await get(`/datasets/${empty.id}`)).json().error.code).toBe('empty_file')
})

test('what would fail in every attempt is not tried again', () => {
  const same = [new Error('Conversion Error: Could not convert string'), new Error('Invalid Input Error: bad date')]
  expect(same.map((error) => isSameEachTime(error, 1))).toEqual([true, true])
  const passing = [
    new Error('IO Error: Could not read'),
    new Error('Connection terminated'),
    new RangeError('memory'),
    new Error('Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result'),
    new Error('Invalid Input Error: Attempting to fetch from an unsuccessful or closed streaming query result'),
  ]
  expect(passing.filter((error) => isSameEachTime(error, 2))).toEqual([])
  const ours = new TypeError('x is undefined')
  expect([1, 2].map((attempt) => isSameEachTime(ours, attempt))).toEqual([false, true])
})

test('a load waits for the room that others hold, and is read when they are done', async () => {
  const { id } = await upload('a\n1\n')
  const busy = await versionOf((await upload('b\n1\n')).id)
  await sql`update dataset_versions set status = 'processing', attempt = 1 where id = ${busy}`.execute(db())
  await sql`select from graphile_worker.remove_job(${`version:${busy}`})`.execute(db())
  const other = join(server.home.tmp, 'ingest', `${busy}-1`)
  await mkdir(other)
  await writeFile(join(other, 'room'), String(2 ** 60))
  await runJobs(server)
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'processing', error: null })
  await rm(other, { recursive: true, force: true })
  await recoverJobs(db())
  await runJobs(server)
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'ready' })
})

test('a large table has a first profile before the exact one, which replaces it', async () => {
  await sql`create table noted (partial jsonb)`.execute(db())
  await sql`create function note_profile() returns trigger language plpgsql as
    'begin insert into noted values (to_jsonb(new.profile -> ''partial'')); return null; end'`.execute(db())
  await sql`create trigger note_profile after update on dataset_versions for each row
    when (old.profile::text is distinct from new.profile::text) execute function note_profile()`.execute(db())
  const { id } = await upload(`n\n${Array.from({ length: 200_001 }, (_, n) => n % 100).join('\n')}\n`)
  await runJobs(server)
  await sql`drop trigger note_profile on dataset_versions`.execute(db())
  const noted = await sql<{ partial: unknown }>`select partial from noted`.execute(db())
  expect(noted.rows).toEqual([{ partial: { rows: 9990, of: 200_001 } }, { partial: null }])
  expect((await get(`/datasets/${id}/profile`)).json()).toMatchObject({ partial: null, row_count: 200_001 })

  const stand = (profile: string | null) =>
    sql`update dataset_versions set status = 'processing', profile = ${profile} where dataset_id = ${id}`.execute(db())
  const exact = (await get(`/datasets/${id}/profile`)).json()
  await stand(JSON.stringify({ ...exact, partial: { rows: 10, of: 200_001 } }))
  const early = await get(`/datasets/${id}/profile`)
  expect([early.statusCode, early.json().partial]).toEqual([200, { rows: 10, of: 200_001 }])
  expect((await get(`/datasets/${id}/rows`)).json().code).toBe('dataset_not_ready')
  await stand(null)
  expect((await get(`/datasets/${id}/profile`)).json().code).toBe('dataset_not_ready')
})

test('a first profile that fails is told to the log and keeps nothing from being ready', async () => {
  await sql`create function refuse_partial() returns trigger language plpgsql as
    'begin raise exception ''no first profile here''; end'`.execute(db())
  await sql`create trigger refuse_partial before update on dataset_versions for each row
    when (new.profile::jsonb -> 'partial' ->> 'rows' is not null) execute function refuse_partial()`.execute(db())
  const { id } = await upload(`n\n${Array.from({ length: 200_001 }, (_, n) => n % 90).join('\n')}\n`)
  const told: [message: string, error: unknown][] = []
  await runJobs(server, { log: (message, error) => told.push([message, error]) })
  await sql`drop trigger refuse_partial on dataset_versions`.execute(db())
  expect(told).toEqual([
    [expect.stringMatching(/has no first profile$/), expect.objectContaining({ message: 'no first profile here' })],
  ])
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'ready' })
})

test('a file that is gone from the disk is an error that says so', async () => {
  const { id, filename } = await upload('a\n1\n')
  await rm(join(server.home.files, 'originals', filename))
  await runJobs(server)
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'error', error: { code: 'file_missing' } })
})

test('only the file of the dataset is called gone, whatever else is missing', async () => {
  const file = join(server.home.files, 'originals', 'gone.csv')
  const failureAt = (path: string) => stat(path).catch((error) => failureOf(error, file))
  expect(await failureAt(file)).toMatchObject({ code: 'file_missing' })
  expect(await failureAt(join(server.home.tmp, 'ingest', 'gone'))).toBeUndefined()
})

test('what a killed attempt was writing goes with the next one', async () => {
  const { id } = await upload('a\n1\n')
  const { rows } = await sql<{ id: string }>`
    update dataset_versions set status = 'processing', attempt = 1 where dataset_id = ${id} returning id`.execute(db())
  const unfinished = `${rows[0]?.id}-1.parquet.writing`
  await writeFile(join(server.home.files, 'tables', unfinished), 'x')
  await runJobs(server)
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'ready' })
  expect(await filesIn('tables')).not.toContain(unfinished)
})

describe('a reading that is stopped', () => {
  const begun = async (id: string) =>
    expect.poll(async () => (await get(`/datasets/${id}`)).json().status).toBe('processing')

  test('by cancelling ends as an error, at once and for good', async () => {
    const { id } = await upload(manyRows(400_000))
    const jobs = runJobs(server)
    await begun(id)
    const answer = await server.app.inject({
      method: 'POST',
      url: `/api/v1/datasets/${id}/cancel`,
      headers: ada.headers,
    })
    expect(answer.statusCode).toBe(202)
    await jobs
    expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'error', error: { code: 'cancelled' } })
    expect(await filesIn('tables')).not.toContainEqual(expect.stringContaining(await versionOf(id)))
  })

  test('by deleting leaves no file', async () => {
    const { id, filename } = await upload(manyRows(400_000))
    const version = await versionOf(id)
    const jobs = runJobs(server)
    await begun(id)
    await server.app.inject({ method: 'DELETE', url: `/api/v1/datasets/${id}?permanent=true`, headers: ada.headers })
    await jobs
    expect(await filesIn('originals')).not.toContain(filename)
    expect(await filesIn('tables')).not.toContainEqual(expect.stringContaining(version))
  })

  test('by an orderly stop is put back and done by the next worker', async () => {
    const { id } = await upload(manyRows(400_000))
    const stop = new AbortController()
    const jobs = runJobs(server, { stop: stop.signal })
    await begun(id)
    stop.abort(new Error('stop'))
    await jobs
    expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'processing' })
    const { rows } = await sql`select attempt, releases from dataset_versions where dataset_id = ${id}`.execute(db())
    expect(rows).toEqual([{ attempt: 1, releases: 1 }])
    await sql`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())`.execute(
      db(),
    )
    await runJobs(server)
    expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'ready', row_count: 400_000 })
  })

  test('by another attempt that overtakes it: the later one is promoted, once', async () => {
    const { id } = await upload(manyRows(400_000))
    const version = await versionOf(id)
    const first = runJobs(server)
    await begun(id)
    await sql`select graphile_worker.force_unlock_workers(array(select locked_by from graphile_worker.jobs))`.execute(
      db(),
    )
    await Promise.all([first, runJobs(server)])
    expect((await get(`/datasets/${id}`)).json()).toMatchObject({ status: 'ready', row_count: 400_000 })
    await expect
      .poll(async () => (await filesIn('tables')).filter((name) => name.startsWith(version)))
      .toEqual([`${version}-2.parquet`])
  })
})

test('progress is written while a file is read, and gone when it is ready', async () => {
  const { id } = await upload(manyRows(200_000))
  await sql`create table stages (stage text);
    create function keep_stage() returns trigger language plpgsql as
      'begin insert into stages values (new.progress->>''stage''); return null; end';
    create trigger keep_stage after update of progress on dataset_versions
      for each row when (new.progress is not null) execute function keep_stage()`.execute(db())
  await runJobs(server)
  const { rows } = await sql<{ stage: string }>`select distinct stage from stages`.execute(db())
  await sql`drop table stages cascade; drop function keep_stage() cascade`.execute(db())
  expect(rows.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['reading', 'profiling']))
  expect((await get(`/datasets/${id}`)).json()).toMatchObject({ job: null, row_count: 200_000 })
})

const versionOf = async (id: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from dataset_versions where dataset_id = ${id}`.execute(db())
  return rows[0]?.id ?? ''
}
