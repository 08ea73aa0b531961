import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser } from '../../../test/factories.ts'

let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})

afterAll(() => server.close())

let address = 0
const newAddress = () => {
  address += 1
  return `198.51.100.${address}`
}

const post = (url: string, payload: object) =>
  server.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, remoteAddress: newAddress() })

/** Everything of an answer that does not differ from request to request anyway. */
const told = ({ statusCode, headers, body, cookies }: Awaited<ReturnType<typeof post>>) => {
  const { request_id, ...rest } = JSON.parse(body)
  const names = Object.keys(headers).toSorted()
  return { statusCode, rest, names, length: headers['content-length'], cookies }
}

let nobodies = 0

const arms = async () => {
  nobodies += 1
  const name = `nobody-of-that-name-${nobodies}`
  const [active, inactive] = [await buildUser(server.orm), await buildUser(server.orm, { isActive: false })]
  return { active, inactive, nobody: { username: name, email: `${name}@example.org` } }
}

describe('nobody learns who has an account', () => {
  test.each(['username', 'email'] as const)('from a wrong password for a %s', async (kind) => {
    const { active, inactive, nobody } = await arms()
    const answers = [active, inactive, nobody].map((who) =>
      post('/auth/login', { login: who[kind], password: 'wrong' }),
    )
    const [first, ...others] = (await Promise.all(answers)).map(told)
    expect(first?.statusCode).toBe(401)
    for (const other of others) expect(other).toEqual(first)
  })

  test('from how a name is locked', async () => {
    const { active, inactive, nobody } = await arms()
    const courses = []
    for (const { username } of [active, inactive, nobody]) {
      const course = []
      for (let n = 0; n < 12; n += 1) {
        const { statusCode, body } = await post('/auth/login', { login: username, password: 'wrong' })
        course.push([statusCode, JSON.parse(body).code])
      }
      courses.push(course)
    }
    expect(courses[1]).toEqual(courses[0])
    expect(courses[2]).toEqual(courses[0])
    expect(courses[0]?.at(-1)).toEqual([429, 'too_many_requests'])
  })

  test('from asking for a link to a new password', async () => {
    const { active, inactive, nobody } = await arms()
    const answers = [active, inactive, nobody].map(({ email }) => post('/auth/forgot', { email }))
    const [first, ...others] = (await Promise.all(answers)).map(told)
    expect(first?.statusCode).toBe(202)
    for (const other of others) expect(other).toEqual(first)
  })
})
