import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { answerProblems } from './answer-problems.ts'
import { depthOf, takeJson } from './json-body.ts'

test('depth counts lists and objects, not what texts hold', () => {
  expect(depthOf('1')).toBe(0)
  expect(depthOf('{"a": [{}, "[[[{", "\\"[["]}')).toBe(3)
  expect(depthOf('[[]][[]')).toBe(2)
  expect(depthOf(`"${'\\"['.repeat(9)}"`)).toBe(0)
  expect(depthOf(`"${'x'.repeat(1_000_000)}`)).toBe(0)
})

test('a body may be empty, but not bottomless', async () => {
  const app = Fastify()
  answerProblems(app)
  takeJson(app)
  app.post('/', ({ body }) => ({ body: body ?? null }))
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } })
  expect((await post('')).json()).toEqual({ body: null })
  expect((await post('{"a": 1}')).json()).toEqual({ body: { a: 1 } })
  expect((await post('{"a": ')).json()).toMatchObject({ status: 422, detail: 'The body is not valid JSON.' })
  expect((await post('{}', 'text/plain')).json()).toMatchObject({ status: 415, code: 'unsupported_format' })
  expect((await post(`${'['.repeat(100)}${']'.repeat(100)}`)).statusCode).toBe(200)
  const deep = await post(`${'{"not":'.repeat(100_000)}1${'}'.repeat(100_000)}`)
  expect(deep.json()).toMatchObject({ status: 422, code: 'invalid', detail: expect.stringContaining('100 deep') })
})
