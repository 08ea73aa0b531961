import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>
let ada: SignedIn
let id: string

const csv = [
  'day,port,tonnes,calls',
  ...Array.from({ length: 40 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
    return `${day},${i % 2 ? 'HAM' : 'RTM'},${i === 7 ? 9999 : 10 + 2 * i},${i}`
  }),
].join('\n')

beforeAll(async () => {
  server = await buildTestApp()
  ada = await signIn(server.app, await buildUser(server.orm))
  const form = fileForm(`${csv}\n`)
  const answer = await server.app.inject({
    ...{ method: 'POST', url: '/api/v1/datasets', payload: form.payload },
    headers: { ...ada.headers, ...form.headers },
  })
  id = answer.json().id
  await runJobs(server)
})

afterAll(() => server.close())

const ask = async (path: string, query: Record<string, string> = {}) => {
  const url = `/api/v1/datasets/${id}/${path}`
  const answer = await server.app.inject({ method: 'GET', url, query, headers: ada.headers })
  return { status: answer.statusCode, body: answer.json() }
}
const withoutTheOdd = JSON.stringify({ column: 'tonnes', op: 'lt', value: 1000 })

test('the profile says what is odd, and the dataset how many alerts there are', async () => {
  const { body: profile } = await ask('profile')
  expect(profile.alerts.map(({ code }: { code: string }) => code)).toContain('skewed')
  expect(profile.candidate_keys).toContainEqual(['day'])
  const dataset = await server.app.inject({ method: 'GET', url: `/api/v1/datasets/${id}`, headers: ada.headers })
  expect(dataset.json().alerts).toBe(profile.alerts.length)
})

test('correlations, of all rows and of some', async () => {
  const all = await ask('correlations')
  expect(all).toMatchObject({ status: 200, body: { method: 'auto', columns: ['port', 'tonnes', 'calls'] } })
  const some = await ask('correlations', { method: 'pearson', columns: 'tonnes,calls', filter: withoutTheOdd })
  expect(some.body.pairs).toMatchObject([{ x: 'tonnes', y: 'calls', value: 1, n: 39, method: 'pearson' }])
})

test('a line through two columns', async () => {
  const { body } = await ask('regression', { x: 'calls', y: 'tonnes', filter: withoutTheOdd })
  expect(body.n).toBe(39)
  expect(body.slope).toBeCloseTo(2, 12)
  expect(body.intercept).toBeCloseTo(10, 12)
})

test('outliers with their rows', async () => {
  expect(await ask('outliers', { column: 'tonnes' })).toMatchObject({
    status: 200,
    body: {
      ...{ method: 'iqr', threshold: 1.5, total: 1, row_numbers: [7], rows: [['2024-01-08', 'HAM', 9999, 7]] },
      columns: [{ name: 'tonnes', n: 40, count: 1, share: 0.025 }],
    },
  })
  expect((await ask('outliers', { column: 'tonnes', filter: withoutTheOdd })).body.total).toBe(0)
  expect((await ask('outliers', { method: 'modified_zscore' })).body.threshold).toBe(3.5)
})

test('a trend, chosen and asked for', async () => {
  const { body } = await ask('trends', { filter: withoutTheOdd })
  expect(body).toMatchObject({ date: 'day', value: 'tonnes', grain: 'day', aggregate: 'mean', direction: 'up' })
  expect(body.gaps).toEqual([{ after: '2024-01-07', before: '2024-01-09', missing: 1 }])
  expect((await ask('trends', { grain: 'month', aggregate: 'count' })).body.points).toEqual([
    { t: '2024-01-01', value: 31, count: 31 },
    { t: '2024-02-01', value: 9, count: 9 },
  ])
})

test('a version beside another, a dataset beside another, and none beside what one may not see', async () => {
  const upload = async (url: string, text: string, { headers }: SignedIn) => {
    const form = fileForm(text)
    const { payload } = form
    const sent = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...form.headers } })
    await runJobs(server)
    return sent.json().id as string
  }
  const next = `${csv.replace('port,tonnes', 'harbour,tonnes').replaceAll(/,(\d+),(\d+)$/gm, ',$1000,$2')}\n`
  const monthly = await upload('/api/v1/datasets', `${csv}\n`, ada)
  await upload(`/api/v1/datasets/${monthly}/versions`, next, ada)
  const versions = await server.app.inject({
    ...{ method: 'GET', url: `/api/v1/datasets/${monthly}/compare`, headers: ada.headers },
    query: { version: '2', with_version: '1' },
  })
  expect(versions.json()).toMatchObject({
    rows: { row_count: 40, with_row_count: 40 },
    columns: { added: [], removed: [], retyped: [], renamed: [{ name: 'harbour', with_name: 'port' }] },
  })
  const [first] = versions.json().drift
  expect(first).toMatchObject({ name: 'tonnes', level: 'strong', ks: expect.any(Number), chi2: null })

  const same = await ask('compare', { with: monthly, with_version: '1' })
  expect(same.body.drift[0].level).toBe('none')
  const secret = await upload('/api/v1/datasets', `${csv}\n`, await signIn(server.app, await buildUser(server.orm)))
  for (const query of [{ with: secret }, { with: 'nothing' }, { with_version: '7' }] as Record<string, string>[]) {
    expect([query, (await ask('compare', query)).status]).toEqual([query, 404])
  }
  expect((await ask('compare')).body.errors[0].path).toBe('with')
})

describe('what cannot be asked is refused with the field', () => {
  test.each([
    ['correlations', { columns: 'nope' }, 'columns.0'],
    ['correlations', { method: 'guess' }, 'method'],
    ['regression', { x: 'port', y: 'calls' }, 'x'],
    ['regression', { x: 'calls' }, 'y'],
    ['outliers', { column: 'port' }, 'column.0'],
    ['outliers', { threshold: '0' }, 'threshold'],
    ['trends', { date: 'port' }, 'date'],
    ['trends', { value: 'port' }, 'value'],
    ['trends', { filter: '{"column": "nope", "op": "is_null"}' }, 'filter.column'],
  ])('%s %o', async (path, query: Record<string, string>, field) => {
    const { status, body } = await ask(path, query)
    expect(status).toBe(422)
    expect(body.errors[0].path).toMatch(new RegExp(`${field.replace('.', '\\.')}$`))
  })
})

test('the report as a page that may load nothing, and as JSON', async () => {
  const askFor = (query: Record<string, string>) =>
    server.app.inject({ method: 'GET', url: `/api/v1/datasets/${id}/report`, query, headers: ada.headers })
  const page = await askFor({})
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-disposition']).toMatch(/^inline; filename="[^"]+\.report\.html"/)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*; sandbox$/)
  expect(page.body).toContain('40 rows')

  const json = await askFor({ format: 'json', version: '1' })
  expect(json.headers['content-disposition']).toMatch(/^attachment; filename="[^"]+\.report\.json"/)
  expect(json.json()).toMatchObject({ version: 1, rejects: { total: 0 }, profile: { row_count: 40 } })
  expect((await askFor({ version: '2' })).statusCode).toBe(404)
  expect((await askFor({ format: 'pdf' })).statusCode).toBe(422)

  const sql = `select details ->> 'format' as format from audit_events where action = 'dataset.export' order by created_at`
  expect(await server.orm.em.fork().execute(sql)).toEqual([{ format: 'report as html' }, { format: 'report as json' }])
})

test('columns over the rows of a filter, in the bins and values of the profile', async () => {
  const { body: profile } = await ask('profile')
  const stored = (name: string) => profile.columns.find((column: { name: string }) => column.name === name)
  const whole = await ask('summaries', { columns: 'port,tonnes,day' })
  expect(whole).toMatchObject({ status: 200, body: { total: 40 } })
  const [port, tonnes, day] = whole.body.columns
  expect(port).toEqual({ name: 'port', count: 40, null_count: 0, histogram: [], top_values: stored('port').top_values })
  expect(tonnes.histogram).toEqual(stored('tonnes').histogram)
  expect(day.histogram).toEqual(stored('day').histogram)
  const query = { columns: 'tonnes,port', filter: withoutTheOdd, q: 'ham' }
  const some = await ask('summaries', query)
  expect(some.body.columns[1]).toMatchObject({ name: 'port', count: 19, top_values: [{ count: 19 }, { count: 0 }] })
  expect(await ask('summaries', query)).toEqual(some)
  expect((await ask('summaries', { columns: 'nope' })).body.errors).toMatchObject([{ path: 'columns.0' }])
  expect((await ask('summaries', { columns: '' })).status).toBe(422)
})

test('values of a column that contain a text', async () => {
  expect(await ask('values', { column: 'port', q: 'h' })).toMatchObject({
    body: { values: [{ value: 'HAM', count: 20 }], has_more: false },
  })
  expect((await ask('values', { column: 'port', filter: withoutTheOdd })).body.values).toEqual([
    { value: 'RTM', count: 20 },
    { value: 'HAM', count: 19 },
  ])
})
