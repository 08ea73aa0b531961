import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../test/app.ts'
import { nameOf, sendTo, type Wish } from '../../test/authorization-request.ts'
import { rowsSince } from '../../test/authorization-rows.ts'
import { type Arm, arms, buildScene, type Scene, uploadTemplate } from '../../test/authorization-scene.ts'
import { testPassword } from '../../test/factories.ts'
import { fileForm } from '../../test/multipart.ts'

const nobodysId = '00000000-0000-4000-8000-000000000000'
const newName = () => `user-${randomBytes(6).toString('hex')}`
const id = { params: { id: nobodysId } }
const strangersId = ({ stranger }: Scene): Wish => ({ params: { id: stranger.id } })
const toStranger = ({ stranger }: Scene): Wish => ({ body: { user_id: stranger.id } })
const registration = (): Wish => {
  const username = newName()
  return { body: { email: `${username}@example.org`, username, password: 'seven wet harbour cranes' } }
}
const fileUpload = (): Wish => {
  const { payload, headers } = fileForm('a\n1\n')
  return { bytes: payload, headers }
}
const tus = (headers: Record<string, string> = {}, bytes?: Buffer): Wish => ({
  headers: { 'tus-resumable': '1.0.0', ...headers },
  ...(bytes ? { bytes } : {}),
})
const dropDuplicates = {
  bytes: Buffer.from('[{"op":"drop_duplicates"}]'),
  headers: { 'content-type': 'application/json' },
}
const firstPart = tus({ 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }, Buffer.from('a\n'))
const newPassword = { body: { current_password: testPassword, new_password: 'seven wet harbour cranes' } }

/**
 * Who may do what: one line for each route, with the status for each arm and what the request says, where that matters.
 * The inactive person was an editor of the dataset; the tokens (to read, to write, expired) are its owner's.
 */
// biome-ignore format: a table
const matrix: Record<string, [statuses: string, wish?: Wish | ((scene: Scene) => Wish)]> = {
  //                                       nobody user viewer editor owner superuser inactive read write expired
  'GET /openapi.json':                      ['200 200 200 200 200 200 200 200 200 200'],
  'GET /auth/options':                      ['200 200 200 200 200 200 200 200 200 200'],
  'POST /auth/register':                    ['201 201 201 201 201 201 201 201 201 201', registration],
  'POST /auth/login':                       ['200 200 200 200 200 200 200 200 200 200', ({ owner }) => ({ body: { login: owner.username, password: testPassword } })],
  'POST /auth/refresh':                     ['401 401 401 401 401 401 401 401 401 401'],
  'POST /auth/forgot':                      ['202 202 202 202 202 202 202 202 202 202', { body: { email: 'nobody@example.org' } }],
  'POST /auth/reset':                       ['422 422 422 422 422 422 422 422 422 422', { body: { token: 'none', new_password: 'seven wet harbour cranes' } }],
  'POST /auth/verify-email':                ['422 422 422 422 422 422 422 422 422 422', { body: { token: 'none' } }],
  'GET /auth/oidc/login':                   ['404 404 404 404 404 404 404 404 404 404'],
  'GET /auth/oidc/callback':                ['404 404 404 404 404 404 404 404 404 404'],
  'POST /auth/verify-email/resend':         ['401 202 202 202 202 202 403 403 403 401'],
  'POST /auth/logout':                      ['204 204 204 204 204 204 204 204 204 204'],
  'GET /auth/me':                           ['401 200 200 200 200 200 403 200 200 401'],
  'POST /auth/step-up':                     ['401 204 204 204 204 204 403 403 403 401', { body: { password: testPassword } }],
  'PUT /auth/password':                     ['401 204 204 204 204 204 403 403 403 401', newPassword],
  'GET /auth/sessions':                     ['401 200 200 200 200 200 403 403 403 401'],
  'DELETE /auth/sessions':                  ['401 204 204 204 204 204 403 403 403 401', { query: { others: 'true' } }],
  'DELETE /auth/sessions/:id':              ['401 404 404 404 404 404 403 403 403 401', id],
  'GET /auth/tokens':                       ['401 200 200 200 200 200 403 403 403 401'],
  'POST /auth/tokens':                      ['401 201 201 201 201 201 403 403 403 401', { body: { name: 'nightly', scopes: ['read'] } }],
  'DELETE /auth/tokens/:id':                ['401 404 404 404 404 404 403 403 403 401', id],
  'POST /auth/login/second-factor':         ['401 401 401 401 401 401 401 401 401 401', { body: { mfa_token: 'x', code: '123456' } }],
  'GET /auth/totp':                         ['401 200 200 200 200 200 403 403 403 401'],
  'POST /auth/totp':                        ['401 200 200 200 200 200 403 403 403 401'],
  'POST /auth/totp/confirm':                ['401 409 409 409 409 409 403 403 403 401', { body: { code: '123456' } }],
  'POST /auth/totp/recovery-codes':         ['401 403 403 403 403 403 403 403 403 401'],
  'DELETE /auth/totp':                      ['401 403 403 403 403 403 403 403 403 401'],

  'GET /users/me':                          ['401 200 200 200 200 200 403 200 200 401'],
  'PATCH /users/me':                        ['401 200 200 200 200 200 403 403 200 401', { body: { full_name: 'A Name' } }],
  'DELETE /users/me':                       ['401 403 403 403 403 403 403 403 403 401'],

  'GET /datasets':                          ['401 200 200 200 200 200 403 200 200 401'],
  'POST /datasets':                         ['401 201 201 201 201 201 403 403 201 401', fileUpload],
  'GET /datasets/:id':                      ['401 404 200 200 200 404 403 200 200 401'],
  'PATCH /datasets/:id':                    ['401 404 403 200 200 404 403 403 200 401', { body: { title: 'Port visits' } }],
  'DELETE /datasets/:id':                   ['401 404 403 403 204 404 403 403 204 401'],
  'POST /datasets/:id/cancel':              ['401 404 403 409 409 404 403 403 409 401'],
  'POST /datasets/:id/reingest':            ['401 404 403 202 202 404 403 403 202 401', { body: { options: {} } }],
  'POST /datasets/:id/reingest/preview':    ['401 404 403 200 200 404 403 403 200 401', { body: { options: {} } }],
  'GET /datasets/:id/tables':               ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/tables/:index':       ['401 404 201 201 201 404 403 403 201 401', { params: { index: '0' } }],
  'GET /datasets/:id/versions':             ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/versions':            ['401 404 403 201 201 404 403 403 201 401', fileUpload],
  'POST /datasets/:id/versions/preview':    ['401 404 403 404 404 404 403 403 404 401', { body: { upload_id: '00000000-0000-4000-8000-000000000000' } }],
  'POST /datasets/:id/versions/:number/restore': ['401 404 403 201 201 404 403 403 201 401', { params: { number: '2' } }],
  'GET /datasets/:id/steps':                ['401 404 200 200 200 404 403 200 200 401'],
  'PUT /datasets/:id/steps':                ['401 404 403 202 202 404 403 403 202 401', dropDuplicates],
  'POST /datasets/:id/steps/preview':       ['401 404 200 200 200 404 403 200 200 401', dropDuplicates],
  'GET /datasets/:id/rows':                 ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/query':               ['401 404 200 200 200 404 403 200 200 401', { body: { sql: 'FROM data' } }],
  'POST /datasets/:id/query/save':          ['401 404 201 201 201 404 403 403 201 401', { body: { sql: 'FROM data', title: 'Answer' } }],
  'GET /datasets/:id/queries':              ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/queries':             ['401 404 201 201 201 404 403 403 201 401', { body: { sql: 'FROM data', name: 'All' } }],
  'PATCH /datasets/:id/queries/:qid':       ['401 404 404 404 404 404 403 403 404 401', { params: { qid: nobodysId }, body: { name: 'All' } }],
  'DELETE /datasets/:id/queries/:qid':      ['401 404 404 404 404 404 403 403 404 401', { params: { qid: nobodysId } }],
  'GET /datasets/:id/queries/history':      ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/rejects':              ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/download':             ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/exports':              ['401 404 200 200 200 404 403 200 200 401'],
  'DELETE /datasets/:id/exports/:exportId': ['401 404 404 404 404 404 403 403 404 401', { params: { exportId: nobodysId } }],
  'GET /datasets/:id/events':               ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/rows/sql':             ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/profile':              ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/summaries':            ['401 404 200 200 200 404 403 200 200 401', { query: { columns: 'tonnes' } }],
  'GET /datasets/:id/values':               ['401 404 200 200 200 404 403 200 200 401', { query: { column: 'tonnes' } }],
  'GET /datasets/:id/correlations':         ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/regression':           ['401 404 200 200 200 404 403 200 200 401', { query: { x: 'tonnes', y: 'tonnes' } }],
  'GET /datasets/:id/outliers':             ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/trends':               ['401 404 422 422 422 404 403 422 422 401'],
  'GET /datasets/:id/compare':              ['401 404 200 200 200 404 403 200 200 401', { query: { with_version: '1' } }],
  'POST /datasets/:id/chart-data':          ['401 404 200 200 200 404 403 200 200 401', { body: { mark: 'bar', x: 'port' } }],
  'GET /datasets/:id/charts/recommended':   ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/brush':              ['401 404 200 200 200 404 403 200 200 401', { body: { grip: [{ column: 'tonnes', edges: [0, 1] }], charts: [{ axes: [] }] } }],
  'GET /datasets/:id/charts':               ['401 404 200 200 200 404 403 200 200 401'],
  'POST /datasets/:id/charts':              ['401 404 403 201 201 404 403 403 201 401', { body: { title: 'Ports', spec: { mark: 'bar', x: 'port' } } }],
  'GET /datasets/:id/dashboards':           ['401 404 200 200 200 404 403 200 200 401'],
  'GET /charts/:id':                        ['401 404 200 200 200 404 403 200 200 401', { query: { format: 'vega-lite' } }],
  'PATCH /charts/:id':                      ['401 404 403 200 200 404 403 403 200 401', { body: { title: 'Harbours', updated_at: undefined } }],
  'DELETE /charts/:id':                     ['401 404 403 204 204 404 403 403 204 401'],
  'GET /dashboards':                        ['401 200 200 200 200 200 403 200 200 401'],
  'POST /dashboards':                       ['401 201 201 201 201 201 403 403 201 401', { body: { title: 'Harbour' } }],
  'GET /dashboards/:id':                    ['401 404 200 200 200 404 403 200 200 401'],
  'PATCH /dashboards/:id':                  ['401 404 403 200 200 404 403 403 200 401', { body: { title: 'Port', updated_at: undefined } }],
  'DELETE /dashboards/:id':                 ['401 404 403 403 204 404 403 403 204 401'],
  'GET /datasets/:id/receipt':              ['401 404 200 200 200 404 403 200 200 401'],
  'GET /datasets/:id/report':               ['401 404 200 200 200 404 403 200 200 401'],
  'GET /events':                            ['401 200 200 200 200 200 403 200 200 401'],
  'GET /trash':                             ['401 200 200 200 200 200 403 200 200 401'],
  'POST /trash/:id/restore':                ['401 404 404 404 200 404 403 403 200 401'],

  'GET /samples':                           ['401 200 200 200 200 200 403 200 200 401'],
  'POST /samples/:name':                    ['401 201 201 201 201 201 403 403 201 401', { params: { name: 'bakery-orders' } }],

  'OPTIONS /uploads':                       ['401 204 204 204 204 204 403 204 204 401', tus()],
  'GET /uploads':                           ['401 200 200 200 200 200 403 200 200 401'],
  'POST /uploads':                          ['401 201 201 201 201 201 403 403 201 401', tus({ 'upload-length': '4' })],
  'HEAD /uploads/:id':                      ['401 404 404 404 200 404 403 200 200 401', tus()],
  'PATCH /uploads/:id':                     ['401 404 404 404 204 404 403 403 204 401', firstPart],
  'POST /uploads/:id/preview':              ['401 404 404 404 409 404 403 403 409 401'],
  'DELETE /uploads/:id':                    ['401 404 404 404 204 404 403 403 204 401', tus()],

  'GET /datasets/:id/access':               ['401 404 403 200 200 404 403 200 200 401'],
  'PUT /datasets/:id/access':               ['401 404 403 403 200 404 403 403 200 401', ({ stranger }) => ({ body: { everyone: null, people: [{ user_id: stranger.id, role: 'editor' }] } })],
  'POST /datasets/:id/transfer':            ['401 404 403 403 200 404 403 403 200 401', toStranger],
  'GET /invitations':                       ['401 403 403 403 403 200 403 403 403 401'],
  'POST /invitations':                      ['401 403 403 403 403 201 403 403 403 401', { body: { is_superuser: true } }],
  'DELETE /invitations/:id':                ['401 403 403 403 403 404 403 403 403 401', id],
  'GET /users':                             ['401 403 403 403 403 200 403 403 403 401'],
  'POST /users':                            ['401 403 403 403 403 201 403 403 403 401', registration],
  'GET /users/:id':                         ['401 403 403 403 403 200 403 403 403 401', strangersId],
  'PATCH /users/:id':                       ['401 403 403 403 403 200 403 403 403 401', (scene) => ({ ...strangersId(scene), body: { full_name: 'A Name' } })],
  'DELETE /users/:id':                      ['401 403 403 403 403 204 403 403 403 401', strangersId],
  'POST /users/:id/reset-link':             ['401 403 403 403 403 201 403 403 403 401', strangersId],
  'POST /users/:id/sign-out':               ['401 403 403 403 403 204 403 403 403 401', strangersId],
  'DELETE /users/:id/totp':                 ['401 403 403 403 403 204 403 403 403 401', strangersId],

  'GET /admin/datasets':                    ['401 403 403 403 403 200 403 403 403 401'],
  'DELETE /admin/datasets/:id':             ['401 403 403 403 403 204 403 403 403 401'],
  'POST /admin/datasets/:id/transfer':      ['401 403 403 403 403 204 403 403 403 401', toStranger],
  'GET /admin/system':                      ['401 403 403 403 403 200 403 403 403 401'],
  'POST /admin/jobs/:id/retry':             ['401 403 403 403 403 404 403 403 403 401', { params: { id: '1' } }],
  'GET /audit':                             ['401 403 403 403 403 200 403 403 403 401'],

  'GET /people':                            ['401 200 200 200 200 200 403 200 200 401', { query: { q: 'us' } }],
}

/** Fields that no request may set, beside those its own line sets. */
const smuggled = ({ stranger }: Scene) => ({
  id: nobodysId,
  user_id: stranger.id,
  owner: { id: stranger.id },
  owner_id: stranger.id,
  created_by: stranger.id,
  role: 'owner',
  everyone: 'viewer',
  people: [{ user_id: stranger.id, role: 'editor' }],
  visible_to_everyone: true,
  is_superuser: true,
  isSuperuser: true,
  is_active: false,
  email_verified: true,
  email_verified_at: '2000-01-01T00:00:00Z',
  quota_bytes: 1,
  hashed_password: 'none',
  last_login_at: '2000-01-01T00:00:00Z',
  created_at: '2000-01-01T00:00:00Z',
  updated_at: '2000-01-01T00:00:00Z',
  deleted_at: '2000-01-01T00:00:00Z',
  filename: 'mine.csv',
  file_path: 'secrets/access-token-key',
  file_size: 0,
  status: 'error',
  version: 2,
  current_version: 2,
  row_count: 99,
})

/** What superusers may set: the fields of `smuggled` that are no smuggling there. */
const settable: Record<string, string[]> = {
  'POST /users': ['is_superuser'],
  'PATCH /users/:id': ['is_superuser', 'is_active', 'quota_bytes'],
}

let server: Awaited<ReturnType<typeof buildTestApp>>
let template: { id: string }

beforeAll(async () => {
  server = await buildTestApp({ LIMIT_FORGOTTEN_PASSWORD: '1000' })
  template = await uploadTemplate(server)
})

afterAll(() => server.close())

const routeOf = (name: string) => {
  const route = server.app.apiRoutes.find((candidate) => nameOf(candidate) === name)
  if (!route) throw new Error(`There is no route ${name} any more: take its line away`)
  return route
}

const scenesToRead = new Map<Arm, Promise<Scene>>()

/** What only reads leaves a scene as it was, so that all of it may share one for each arm. */
const sceneFor = (route: { method: string }, arm: Arm): Promise<Scene> => {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(route.method)) return buildScene(server, template, arm)
  const scene = scenesToRead.get(arm) ?? buildScene(server, template, arm)
  scenesToRead.set(arm, scene)
  return scene
}

const wishOf = (name: string, scene: Scene): Wish => {
  const [, wish = {}] = matrix[name] ?? []
  return typeof wish === 'function' ? wish(scene) : wish
}

test('every route has a line; the HEAD that comes with a GET needs none', () => {
  const names = server.app.apiRoutes.map(nameOf)
  const routes = names.filter((name) => !(name.startsWith('HEAD ') && names.includes(name.replace('HEAD', 'GET'))))
  expect(routes.filter((name) => !matrix[name])).toEqual([])
  expect(Object.keys(matrix).filter((name) => !routes.includes(name))).toEqual([])
})

describe('who may do what', () => {
  test.each(Object.keys(matrix))('%s', async (name) => {
    const route = routeOf(name)
    const found: Partial<Record<Arm, number>> = {}
    for (const arm of arms) {
      const scene = await sceneFor(route, arm)
      const { status, headers, text } = await sendTo(server.app, route, scene, wishOf(name, scene))
      found[arm] = status
      if (route.access === 'public') continue
      const code = { nobody: 'not_authenticated', expired: 'token_expired', inactive: 'inactive' }[arm as string]
      if (code && text) expect(JSON.parse(text).code).toBe(code)
      if (status === 401) expect(headers['www-authenticate']).toMatch(/^Bearer/)
    }
    const statuses = (matrix[name]?.[0] ?? '').split(' ').map(Number)
    expect(found).toEqual(Object.fromEntries(arms.map((arm, index) => [arm, statuses[index]])))
  })
})

describe('what may not be seen is what does not exist', () => {
  const names = Object.keys(matrix).filter((name) =>
    /^\w+ \/(datasets|trash|uploads|charts|dashboards)\/:id/.test(name),
  )

  test.each(names)('%s', async (name) => {
    const route = routeOf(name)
    const answerTo = async (arm: Arm, params: Wish['params'] = {}) => {
      const scene = await sceneFor(route, arm)
      const wish = wishOf(name, scene)
      const send = () => sendTo(server.app, route, scene, { ...wish, params: { ...wish.params, ...params } })
      const { status, text } = await send()
      const { request_id: _, ...problem } = text ? JSON.parse(text) : { status, code: 'not_found' }
      return { problem, statements: await fewestStatements(send) }
    }
    const missing = await answerTo('owner', { id: nobodysId })
    expect(missing.problem).toMatchObject({ status: 404, code: 'not_found' })
    for (const arm of ['user', 'superuser'] as const) expect(await answerTo(arm)).toEqual(missing)
  })

  /** The same statements for both take the same time. Now and then there is one more, which asks who was cut off. */
  const fewestStatements = async (work: () => Promise<unknown>): Promise<number> => {
    const pool = await server.orm.em.getConnection().getNativeClient()
    const counts: number[] = []
    for (let n = 0; n < 3; n += 1) {
      let statements = 0
      const count = () => {
        statements += 1
      }
      pool.on('acquire', count)
      await work()
      pool.off('acquire', count)
      counts.push(statements)
    }
    return Math.min(...counts)
  }
})

describe('what a request may not set is not set by it', () => {
  const names = Object.keys(matrix).filter(
    (name) => /^(POST|PUT|PATCH|DELETE) /.test(name) && !name.endsWith('POST /datasets'),
  )

  test.each(names)('%s', async (name) => {
    const route = routeOf(name)
    const arm = route.scope === 'admin' ? 'superuser' : route.access === 'public' ? 'nobody' : 'owner'
    const run = async (isSmuggling: boolean) => {
      const since = new Date()
      const scene = await buildScene(server, template, arm)
      const wish = wishOf(name, scene)
      const extra = Object.entries(isSmuggling ? smuggled(scene) : {}).filter(
        ([field]) => !settable[name]?.includes(field),
      )
      const body = { ...Object.fromEntries(extra), ...wish.body }
      const { status } = await sendTo(server.app, route, scene, { ...wish, body })
      return { status, rows: await rowsSince(server.orm, since, scene) }
    }
    const plain = await run(false)
    expect(plain.rows.length).toBeGreaterThan(2)
    expect(await run(true)).toEqual(plain)
  })
})
