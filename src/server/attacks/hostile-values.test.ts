import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { placesIn, type Schema, sampleOf, withAt } from '../../../test/schema-sample.ts'
import { absolutePath, originalPath } from '../datasets/stored-file.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema?: Schema
}

interface Operation {
  method: string
  path: string
  parameters: Parameter[]
  body: Schema | undefined
}

let operations: Operation[]
let resolve: (ref: string) => Schema

const hostileTexts = [
  'x'.repeat(10_000),
  'a\0b',
  'a\ud800b',
  '\udfff',
  'a\r\nSet-Cookie: x=1',
  "'; drop table users; --",
  '../../../../etc/passwd',
  '\u202eevil',
  '__proto__',
  '%00%ff%',
]
const otherTypes: unknown[] = [null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], { constructor: 1, prototype: {} }]

beforeAll(async () => {
  server = await buildTestApp(
    {
      LIMIT_SIGN_IN_PER_ACCOUNT: '1000000',
      LIMIT_SIGN_IN_PER_ADDRESS: '1000000',
      LIMIT_REGISTRATION_PER_ADDRESS: '1000000',
    },
    { checkAnswers: false },
  )
  const document = (await server.app.inject('/api/v1/openapi.json')).json()
  resolve = (ref) => document.components.schemas[ref.split('/').at(-1) ?? '']
  operations = Object.entries<
    Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>
  >(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.schema,
    })),
  )
})

afterAll(() => server.close())

interface Person {
  signedIn: SignedIn
  datasetId: string
}

/** Somebody new who may do everything, so that nothing is refused before it is looked at. */
const newPerson = async (): Promise<Person> => {
  const user = await buildUser(server.orm, { isSuperuser: true })
  const { id, filename } = await buildDataset(server.orm, user)
  await writeFile(absolutePath(server.home, originalPath(filename)), 'a,b\n1,2\n')
  return { signedIn: await signIn(server.app, user), datasetId: id }
}

interface Sent {
  path?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
}

const send = async ({ signedIn, datasetId }: Person, { method, path }: Operation, sent: Sent) => {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(wellFormed(sent.path?.[name] ?? datasetId)),
  )
  const query = Object.entries(sent.query ?? {}).map(
    ([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`,
  )
  const answer = await server.app.inject({
    method: method as 'GET',
    url: query.length > 0 ? `${url}?${query.join('&')}` : url,
    headers: {
      ...signedIn.headers,
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { payload: JSON.stringify(sent.body) }),
    payloadAsStream: true,
  })
  answer.stream().destroy()
  return answer.statusCode
}

/** A URL cannot say half a character; in JSON it can. */
const wellFormed = (text: string) => text.toWellFormed()

const isEndless = ({ path }: Operation) => path.endsWith('/events')

test('the document has every operation, and the samples pass most of them', async () => {
  expect(operations.length).toBeGreaterThan(50)
  const withBody = operations.filter(({ body }) => body)
  expect(withBody.length).toBeGreaterThan(15)
  const refused: string[] = []
  for (const operation of withBody) {
    const body = operation.body && sampleOf(operation.body, resolve)
    const status = await send(await newPerson(), operation, { body })
    if (status === 422) refused.push(`${operation.method} ${operation.path}`)
  }
  expect(refused.length, refused.join('\n')).toBeLessThan(withBody.length / 2)
})

test('no field of any body can hold what breaks the server', async () => {
  const broken: unknown[] = []
  for (const operation of operations) {
    if (!operation.body) continue
    const person = await newPerson()
    const sample = sampleOf(operation.body, resolve)
    for (const place of placesIn(sample)) {
      for (const value of [...hostileTexts, ...otherTypes]) {
        const status = await send(person, operation, { body: withAt(sample, place, value) })
        if (status >= 500)
          broken.push([operation.method, operation.path, place.join('.'), String(value).slice(0, 30), status])
      }
    }
  }
  expect(broken).toEqual([])
}, 240_000)

test('no parameter of any address can hold what breaks the server', async () => {
  const broken: unknown[] = []
  for (const operation of operations.filter((one) => !isEndless(one))) {
    const person = await newPerson()
    const body = operation.body && sampleOf(operation.body, resolve)
    for (const parameter of operation.parameters) {
      if (parameter.in === 'header') continue
      for (const value of hostileTexts) {
        const status = await send(person, operation, { [parameter.in]: { [parameter.name]: value }, body })
        if (status >= 500) broken.push([operation.method, operation.path, parameter.name, value.slice(0, 30), status])
      }
    }
  }
  expect(broken).toEqual([])
}, 240_000)

test('what is no object, no JSON or far too deep is refused everywhere', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const payloads = ['', '{', 'null', '[]', '"x"', '1', '{"a":1}{', '\0', '\ufeff{}', '{"__proto__": {"x": 1}}', deep]
  const broken: unknown[] = []
  for (const { method, path, body } of operations) {
    if (!body) continue
    const person = await newPerson()
    for (const payload of payloads) {
      const answer = await server.app.inject({
        method: method as 'POST',
        url: path.replace(/\{\w+\}/g, person.datasetId),
        headers: { ...person.signedIn.headers, 'content-type': 'application/json' },
        payload,
      })
      if (answer.statusCode >= 500) broken.push([method, path, payload.slice(0, 30), answer.body])
    }
  }
  expect(broken).toEqual([])
})

test('a body that is far too large is refused by every route that takes JSON, and by those that take none', async () => {
  const payload = JSON.stringify({ title: 'x'.repeat(2 * 1024 * 1024) })
  const wrong: unknown[] = []
  for (const { method, path } of operations) {
    if (method === 'GET' || method === 'HEAD') continue
    const person = await newPerson()
    const answer = await server.app.inject({
      method: method as 'POST',
      url: path.replace(/\{\w+\}/g, person.datasetId),
      headers: { ...person.signedIn.headers, 'content-type': 'application/json' },
      payload,
    })
    const isRefused = [413, 415, 412, 403, 400, 422].includes(answer.statusCode)
    if (!isRefused) wrong.push([method, path, answer.statusCode])
  }
  expect(wrong).toEqual([])
})
