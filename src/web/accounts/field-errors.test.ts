import { expect, test } from 'vitest'
import { ApiProblem } from '../api/problem.ts'
import { fieldErrors } from './field-errors.ts'

const problem = (code: string, detail: string, errors?: { path: string; message: string }[]) =>
  new ApiProblem({ type: 'about:blank', title: code, status: 422, detail, code, ...(errors ? { errors } : {}) })
const fields = ['email', 'username', 'password']

test('each sentence goes to its field', () => {
  const errors = [
    { path: 'body.email', message: 'Not an address.' },
    { path: '/username', message: 'Too short.' },
    { path: 'elsewhere', message: 'Ignored.' },
  ]
  expect(fieldErrors(problem('invalid', 'x', errors), fields)).toEqual({
    email: 'Not an address.',
    username: 'Too short.',
  })
})

test('a code that is about one field says so without a list', () => {
  expect(fieldErrors(problem('weak_password', 'Too easy.'), fields)).toEqual({ password: 'Too easy.' })
  expect(fieldErrors(problem('username_taken', 'Taken.'), fields)).toEqual({ username: 'Taken.' })
  expect(fieldErrors(problem('busy', 'Later.'), fields)).toEqual({})
  expect(fieldErrors(new Error('x'), fields)).toEqual({})
})
