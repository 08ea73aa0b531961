import { readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { tableFromIPC } from '@uwdata/flechette'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let id: string

const visits = `port;tonnes;seen;note
Hamburg;1.234,50;31/01/2024;=1+1
Rotterdam;7,50;15.02.2024;
Antwerp;;;a "quoted", word
Hamburg;-0,5;03/03/2024;-x
`

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  id = await ready(visits, 'visits.csv')
  const payload = { title: 'Häfen: 1/2 "neu"' }
  await server.app.inject({ method: 'PATCH', url: `/api/v1/datasets/${id}`, headers: ada.headers, payload })
})

afterAll(() => server.close())

const ready = async (content: string, name: string) => {
  const { payload, headers } = fileForm(content, name)
  const url = '/api/v1/datasets'
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...ada.headers } })
  await runJobs(server)
  return answer.json().id as string
}

const download = (query: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') =>
  server.app.inject({ method, url: `/api/v1/datasets/${id}/download`, query, headers: ada.headers })

test('rows as CSV: the exact values, named after the title, counted in a header, and audited', async () => {
  const answer = await download({ format: 'csv' })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe(
    [
      'port,tonnes,seen,note',
      "Hamburg,1234.50,2024-01-31,'=1+1",
      'Rotterdam,7.50,2024-02-15,',
      'Antwerp,,,"a ""quoted"", word"',
      "Hamburg,-0.50,2024-03-03,'-x",
      '',
    ].join('\n'),
  )
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'x-row-count': '4',
    'content-disposition': `attachment; filename="H_fen: 1_2 _neu_.csv"; filename*=UTF-8''H%C3%A4fen%3A%201_2%20%22neu%22.csv`,
  })
  expect((await download({ format: 'csv', guard: 'off' })).body).toContain('\nHamburg,-0.50,2024-03-03,-x\n')
  const { rows } = await sql<{ details: object }>`select details from audit_events
    where action = 'dataset.export' and target_id = ${id} order by created_at`.execute(server.orm.em.fork().getKysely())
  expect(rows[0]?.details).toEqual({ format: 'csv', version: 1, rows: 4 })
})

test('what is shown is what leaves: filter, search, sort, columns, and the texts of the file', async () => {
  const shown = {
    filter: JSON.stringify({ column: 'tonnes', op: 'not_null' }),
    sort: '-tonnes',
    columns: 'tonnes,port',
  }
  expect((await download({ ...shown, format: 'tsv' })).body).toBe(
    'tonnes\tport\n1234.50\tHamburg\n7.50\tRotterdam\n-0.50\tHamburg\n',
  )
  expect((await download({ ...shown, format: 'csv', values: 'source' })).body).toBe(
    'tonnes,port\n"1.234,50",Hamburg\n"7,50",Rotterdam\n"-0,5",Hamburg\n',
  )
  const arranged = { hide: 'tonnes..seen', order: 'note,port', format: 'csv', q: 'quoted' }
  expect((await download(arranged)).body).toBe('note,port\n"a ""quoted"", word",Antwerp\n')
  const sql = await server.app.inject({
    ...{ method: 'GET', url: `/api/v1/datasets/${id}/rows/sql`, headers: ada.headers },
    query: { show: '["note","port"]', pin: 'note' },
  })
  expect(sql.json().sql).toBe('SELECT "note", "port"\nFROM data')
  const found = await download({ format: 'ndjson', q: 'QUOTED' })
  expect(found.headers['x-row-count']).toBe('1')
  expect(JSON.parse(found.body)).toEqual({ port: 'Antwerp', tonnes: null, seen: null, note: 'a "quoted", word' })
  expect(JSON.parse((await download({ format: 'json', q: 'nowhere' })).body)).toEqual([])
  const head = await download({ format: 'parquet' }, 'HEAD')
  expect([head.statusCode, head.headers['x-row-count'], head.body]).toEqual([200, '4', ''])
  expect((await download({ format: 'parquet' })).rawPayload.subarray(0, 4).toString()).toBe('PAR1')
})

test('Excel and Arrow say what they are, how many rows they hold and on how many sheets', async () => {
  const excel = await download({ format: 'xlsx', q: 'hamburg', guard: 'on' })
  expect(excel.headers).toMatchObject({
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'x-row-count': '2',
    'x-sheet-count': '1',
    'content-disposition': expect.stringContaining('.xlsx'),
  })
  expect(excel.rawPayload.subarray(0, 2).toString()).toBe('PK')
  const arrow = await download({ format: 'arrow', columns: 'tonnes' })
  expect(arrow.headers).toMatchObject({ 'content-type': 'application/vnd.apache.arrow.stream', 'x-row-count': '4' })
  expect([...(tableFromIPC(arrow.rawPayload).getChild('tonnes') ?? [])]).toEqual([1234.5, 7.5, null, -0.5])
})

test('what cannot be answered is refused before anything leaves', async () => {
  for (const [query, path] of [
    [{ format: 'docx' }, 'format'],
    [{ format: 'csv', guard: 'perhaps' }, 'guard'],
    [{ format: 'csv', columns: 'port,port' }, 'columns'],
    [{ format: 'csv', columns: 'port', hide: 'note' }, 'columns'],
    [{ format: 'csv', hide: 'note,weight' }, 'hide'],
    [{ format: 'csv', pin: '[port' }, 'pin'],
    [{ format: 'csv', sort: 'weight' }, 'sort.0'],
    [{ format: 'csv', filter: '{"column":"tonnes","op":"gt","value":"many"}' }, 'filter.value'],
  ] as const) {
    const answer = await download(query)
    expect([answer.statusCode, answer.json().errors?.[0].path]).toEqual([422, path])
  }
  expect((await download({ format: 'csv', version: '9' })).statusCode).toBe(404)
})

test('an export is followed, and breaks off when it is stopped, its reader gone or the dataset deleted', async () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `${index},${'x'.repeat(400)}`)
  const long = await ready(`n,t\n${lines.join('\n')}\n`, 'long.csv')
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { hostname, port } = new URL(address)
  const { authorization } = ada.headers as { authorization: string }
  const begin = async (http: string) => {
    const socket = connect(Number(port), hostname)
    socket.write(
      `GET /api/v1/datasets/${long}/download?format=csv HTTP/${http}\r\nhost: ${hostname}\r\nauthorization: ${authorization}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.once('data', resolve))
    return socket.pause()
  }
  const ending = (socket: Socket) =>
    new Promise<string | undefined>((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      socket.once('end', () => resolve('end'))
      socket.resume()
    })
  const ask = (method: 'GET' | 'DELETE', path: string) =>
    server.app.inject({ method, url: `/api/v1/datasets/${long}${path}`, headers: ada.headers })
  const underWay = async () => (await ask('GET', '/exports')).json().items as { id: string }[]

  const stopped = await begin('1.0')
  const [mine] = await underWay()
  expect(mine).toMatchObject({ format: 'csv', row_count: 40_000, rows_written: expect.any(Number) })
  expect((await ask('DELETE', `/exports/${mine?.id}`)).statusCode).toBe(204)
  await expect.poll(underWay).toEqual([])
  expect(await ending(stopped)).toBe('ECONNRESET')

  const left = await begin('1.1')
  expect(await underWay()).toHaveLength(1)
  left.destroy()
  await expect.poll(underWay).toEqual([])

  const deleted = await begin('1.1')
  expect((await ask('DELETE', '')).statusCode).toBe(204)
  await expect.poll(() => readdir(join(server.home.tmp, 'exports')), { timeout: 20_000 }).toEqual([])
  expect(await ending(deleted)).toBe('ECONNRESET')
})
