import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { buildForm, fileForm } from '../../../test/multipart.ts'
import type { Dataset } from '../../shared/dataset.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn

beforeAll(async () => {
  server = await buildTestApp({ MAX_UPLOAD_BYTES: '1M' })
  ada = await signIn(server.app, await buildUser(server.orm))
})

afterAll(() => server.close())

interface Form {
  payload: Buffer
  headers: Record<string, string>
}

const upload = (form: Form, headers: Record<string, string> = {}, url = '/api/v1/datasets') =>
  server.app.inject({
    method: 'POST',
    url,
    payload: form.payload,
    headers: { ...form.headers, ...ada.headers, ...headers },
  })

const filesIn = (directory: string) => readdir(join(server.home.files, directory))
const count = async (table: string) =>
  Number((await server.orm.em.fork().execute(`select count(*) from ${table}`))[0]?.count)

test('an upload is on the disk under a name of ours, in the database and in the queue when it is answered', async () => {
  const content = 'a,b\n1,2\n'
  const answer = await upload(fileForm(content, 'harbour visits.csv', { title: ' Visits ' }))
  expect(answer.statusCode).toBe(201)
  const dataset: Dataset = answer.json()
  expect(dataset).toMatchObject({
    original_filename: 'harbour visits.csv',
    title: 'Visits',
    file_size: content.length,
    status: 'uploaded',
    version: 1,
    role: 'owner',
    row_count: null,
    error: null,
    deleted_at: null,
    job: { kind: 'ingest', version: 1, stage: 'sniffing', bytes_total: content.length },
  })
  expect(answer.headers.location).toBe(`/api/v1/datasets/${dataset.id}`)
  expect(dataset.filename).toMatch(/^[0-9a-f-]{36}\.csv$/)
  expect(await readFile(join(server.home.files, 'originals', dataset.filename), 'utf8')).toBe(content)
  const [row] = await server.orm.em.fork().execute(
    `select d.file_path, v.sha256, v.status, v.number, j.task_identifier from datasets d
     join dataset_versions v on v.dataset_id = d.id join graphile_worker.jobs j on j.key = 'version:' || v.id
     where d.id = ?`,
    [dataset.id],
  )
  expect(row).toEqual({
    file_path: `files/originals/${dataset.filename}`,
    sha256: createHash('sha256').update(content).digest('hex'),
    status: 'uploaded',
    number: 1,
    task_identifier: 'ingest',
  })
  expect(await count('uploads')).toBe(0)
  expect(await filesIn('incoming')).toEqual([])
})

describe('a file name is only ever data', () => {
  const long = `${'n'.repeat(300)}.csv`
  test.each([
    ['a path', 'name="file"; filename="../../etc/passwd"', '../../etc/passwd', 'passwd', 'bin'],
    ['a path of Windows', 'name="file"; filename="C:\\\\data\\\\x.csv"', 'C:\\data\\x.csv', 'x', 'csv'],
    ['a NUL', 'name="file"; filename="a\0b.csv"', 'a\u2400b.csv', 'a\u2400b', 'csv'],
    ['300 characters', `name="file"; filename="${long}"`, long, 'n'.repeat(300), 'csv'],
    ['emoji', 'name="file"; filename="données 😀.csv"', 'données 😀.csv', 'données 😀', 'csv'],
    ['two extensions', 'name="file"; filename="x.csv.exe"', 'x.csv.exe', 'x.csv.exe', 'bin'],
    ['no extension', 'name="file"; filename="README"', 'README', 'README', 'bin'],
    ['a packed file', 'name="file"; filename="x.csv.gz"', 'x.csv.gz', 'x', 'gz'],
    ['RFC 5987', `name="file"; filename*=UTF-8''na%C3%AFve%20%F0%9F%98%80.csv`, 'naïve 😀.csv', 'naïve 😀', 'csv'],
    ['an escaped quote', 'name="file"; filename="a\\"b.csv"', 'a"b.csv', 'a"b', 'csv'],
    ['only dots', 'name="file"; filename=".."', '..', '..', 'bin'],
    ['an empty name', 'name="file"; filename=""', 'file', 'file', 'bin'],
    ['no name', 'name="file"', 'file', 'file', 'bin'],
    ['only an extension', 'name="file"; filename=".csv"', '.csv', 'Untitled', 'csv'],
    ['a device', 'name="file"; filename="/dev/full"', '/dev/full', 'full', 'bin'],
  ])('%s', async (_, disposition, original_filename, title, extension) => {
    const answer = await upload(buildForm([{ disposition, content: 'a\n1\n' }]))
    expect(answer.json()).toMatchObject({ original_filename, title })
    expect(answer.json().filename).toMatch(new RegExp(`^[0-9a-f-]{36}\\.${extension}$`))
    expect(await filesIn('originals')).toContain(answer.json().filename)
  })
})
