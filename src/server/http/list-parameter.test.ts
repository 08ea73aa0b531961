import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonParameter, listParameter } from './list-parameter.ts'

test('numbers that a double would round keep their digits, the others are numbers', () => {
  const parameter = jsonParameter(z.array(z.union([z.string(), z.number()])))
  expect(parameter.parse('[9007199254740993, -1234567890.123456789, 1e400, 9007199254740991, 0.5, 1e3]')).toEqual([
    '9007199254740993',
    '-1234567890.123456789',
    '1e400',
    '9007199254740991',
    0.5,
    1000,
  ])
})

test('what is not of the form is refused', () => {
  expect(() => jsonParameter(z.object({})).parse('{')).toThrow('not JSON. Is a quote')
  expect(() => jsonParameter(z.object({})).parse('5')).toThrow('not JSON of the form')
  expect(() => jsonParameter(z.object({}), () => 'No object.').parse('5')).toThrow('No object.')
})

test('a list is separated by commas, or JSON where a name holds one', () => {
  expect(listParameter.parse('a,b')).toEqual(['a', 'b'])
  expect(listParameter.parse('["a,b","c"]')).toEqual(['a,b', 'c'])
  expect(listParameter.parse('')).toEqual([])
  expect(() => listParameter.parse('[1]')).toThrow('list of names')
})
