import { expect, test } from 'vitest'
import { ApiProblem } from '../../api/problem.ts'
import { problemsIn, problemsOf } from './reading-problems.ts'

const refusal = (errors?: { path: string; message: string }[]) =>
  new ApiProblem({
    type: 'about:blank',
    title: 'Invalid',
    status: 422,
    detail: 'This cannot be read so.',
    code: 'invalid',
    ...(errors ? { errors } : {}),
  })

test('what is wrong stands beside its field', () => {
  expect([...problemsIn({ range: 'B3', columns: [{ index: 7, name: '' }] })]).toEqual([
    ['columns.7.name', 'A name cannot be empty.'],
    ['range', 'Write a range such as B3:H200.'],
  ])
  expect(problemsIn({ decimal: ',', thousands: ',' }).get('thousands')).toBe(
    'The decimal mark and the thousands mark cannot be the same.',
  )
  expect(problemsIn({ delimiter: ';' }).size).toBe(0)
})

test('a refusal that names no field stands beside the one that was changed last', () => {
  expect([...problemsOf(refusal([{ path: 'options', message: 'No such letter.' }]), {}, 'columns.0.format')]).toEqual([
    ['columns.0.format', 'No such letter.'],
  ])
  expect([...problemsOf(refusal([{ path: 'options.range', message: 'No.' }]), {}, 'delimiter')]).toEqual([
    ['range', 'No.'],
  ])
  expect([...problemsOf(refusal(), {}, 'encoding')]).toEqual([['encoding', 'This cannot be read so.']])
  expect(problemsOf(new Error('x'), {}, 'encoding').size).toBe(0)
})
