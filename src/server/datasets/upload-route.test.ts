import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
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

test('an empty file is taken in, and its reading will say what is wrong with it', async () => {
  const answer = await upload(fileForm(''))
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({ file_size: 0, status: 'uploaded' })
})

test('options that do not exist are refused, not ignored', async () => {
  const refused = await upload(
    buildForm([
      { disposition: 'name="file"; filename="x.csv"', content: 'a\n1\n' },
      { disposition: 'name="options"', content: '{"delimitr": ";"}' },
    ]),
  )
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, 'options'])
})

test('the title may come after the file, empty options are none, and other fields are ignored', async () => {
  const answer = await upload(
    buildForm([
      { disposition: 'name="file"; filename="x.csv"', content: 'a\n1\n' },
      { disposition: 'name="title"', content: 'After' },
      { disposition: 'name="options"', content: '{}' },
      { disposition: 'name="user_id"', content: 'somebody else' },
    ]),
  )
  expect(answer.json()).toMatchObject({ title: 'After', role: 'owner' })
})

test('the same bytes again are recognised', async () => {
  const first = (await upload(fileForm('twice\n1\n'))).json()
  expect(first.duplicate_of).toBeNull()
  const second = (await upload(fileForm('twice\n1\n', 'other name.csv'))).json()
  expect(second).toMatchObject({ duplicate_of: first.id })
})

describe('a refused upload leaves nothing behind', () => {
  const file = { disposition: 'name="file"; filename="x.csv"', content: 'a\n1\n' }
  const whole = fileForm('a,b\n'.repeat(1000))
  test.each([
    ['no file', buildForm([{ disposition: 'name="title"', content: 'x' }]), 422, 'file'],
    ['no part at all', buildForm([]), 422, 'file'],
    ['two files', buildForm([file, file]), 422, 'file'],
    ['a file in another part', buildForm([{ ...file, disposition: 'name="data"; filename="x.csv"' }]), 422, 'data'],
    [
      'a title that is too long',
      buildForm([file, { disposition: 'name="title"', content: 'x'.repeat(301) }]),
      422,
      'title',
    ],
    ['options that are no JSON', buildForm([file, { disposition: 'name="options"', content: '{' }]), 422, 'options'],
    [
      'options that are no object',
      buildForm([file, { disposition: 'name="options"', content: '[1]' }]),
      422,
      'options',
    ],
    [
      'a field of two megabytes',
      buildForm([file, { disposition: 'name="x"', content: Buffer.alloc(2 ** 21) }]),
      422,
      'x',
    ],
    ['a body without its end', { ...whole, payload: whole.payload.subarray(0, 2000) }, 422, undefined],
    ['a body that is no form', { ...whole, payload: Buffer.from('hello') }, 422, undefined],
    ['no boundary', { ...whole, headers: { 'content-type': 'multipart/form-data' } }, 422, undefined],
    ['JSON', { payload: Buffer.from('{}'), headers: { 'content-type': 'application/json' } }, 415, undefined],
    ['another content type', { payload: Buffer.from('a'), headers: { 'content-type': 'text/csv' } }, 415, undefined],
    ['a file over the limit', fileForm(Buffer.alloc(2 ** 20 + 1)), 413, undefined],
    ['a file over the limit by far', fileForm(Buffer.alloc(2 ** 22)), 413, undefined],
  ] as const)('%s', async (_, form, status, path) => {
    const before = [await filesIn('originals'), await count('datasets')]
    const answer = await upload(form)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().errors?.[0]?.path).toBe(path)
    expect(await filesIn('incoming')).toEqual([])
    expect(await count('uploads')).toBe(0)
    await expect.poll(async () => [await filesIn('originals'), await count('datasets')]).toEqual(before)
  })

  test('a file of exactly the limit is taken', async () => {
    expect((await upload(fileForm(Buffer.alloc(2 ** 20)))).statusCode).toBe(201)
  })

  test('nobody uploads without signing in', async () => {
    const { payload, headers } = fileForm('a\n')
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/datasets', payload, headers })
    expect(answer.statusCode).toBe(401)
  })
})

describe('an Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name })

  test('gives the same answer to the same bytes, and keeps one file', async () => {
    const first = await upload(fileForm('k\n1\n'), key('one'))
    const files = await filesIn('originals')
    const again = await upload(fileForm('k\n1\n'), key('one'))
    expect(again.statusCode).toBe(201)
    expect(again.json()).toEqual(first.json())
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    await expect.poll(() => filesIn('originals')).toEqual(files)
  })

  test('refuses other bytes', async () => {
    await upload(fileForm('k\n1\n'), key('two'))
    const files = await filesIn('originals')
    const answer = await upload(fileForm('k\n2\n'), key('two'))
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'idempotency_key_reused' })
    await expect.poll(() => filesIn('originals')).toEqual(files)
  })

  test('makes one dataset of requests at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(fileForm('k\n3\n'), key('three'))))
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined)).toHaveLength(1)
  })

  test("is one person's own", async () => {
    const first = await upload(fileForm('k\n4\n'), key('four'))
    const grace = await signIn(server.app, await buildUser(server.orm))
    const other = await upload(fileForm('k\n4\n'), { ...key('four'), ...grace.headers })
    expect(other.statusCode).toBe(201)
    expect(other.json().id).not.toBe(first.json().id)
  })

  test('must be plain', async () => {
    expect((await upload(fileForm('k\n'), key('x'.repeat(256)))).statusCode).toBe(422)
  })
})

describe('over the wire', () => {
  let port: number

  beforeAll(async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    port = (server.app.server.address() as AddressInfo).port
  })

  const head = (headers: Record<string, string | number>) =>
    `POST /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\n${Object.entries({ ...ada.headers, ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`

  test('a client that goes away in the middle leaves no file and no row', async () => {
    const { payload, headers } = fileForm(Buffer.alloc(500_000, 'a,b\n'))
    const socket = connect(port, '127.0.0.1')
    socket.write(head({ ...headers, 'content-length': payload.length }))
    socket.write(payload.subarray(0, 300_000))
    await expect.poll(() => filesIn('incoming')).toHaveLength(1)
    expect(await count('uploads')).toBe(1)
    socket.destroy()
    await expect.poll(() => filesIn('incoming')).toEqual([])
    await expect.poll(() => count('uploads')).toBe(0)
  })

  test('a file that is announced as too large is refused before it is sent', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(head({ 'content-type': 'multipart/form-data; boundary=x', 'content-length': 10 * 2 ** 20 }))
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    socket.destroy()
  })

  test('whoever keeps sending too much still hears why', async () => {
    const body = Buffer.alloc(8 * 2 ** 20, 'a')
    const form = new FormData()
    form.append('file', new Blob([body]), 'big.csv')
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/datasets`, {
      method: 'POST',
      body: form,
      headers: ada.headers,
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'too_large' })
  })

  test('a form as browsers and scripts build it', async () => {
    const form = new FormData()
    form.append('file', new Blob(['a,b\n1,2\n'], { type: 'text/csv' }), 'Ångström "1" 😀.csv')
    form.append('title', 'By fetch')
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/datasets`, {
      method: 'POST',
      body: form,
      headers: ada.headers,
    })
    expect(await answer.json()).toMatchObject({ title: 'By fetch', original_filename: 'Ångström "1" 😀.csv' })
  })
})
