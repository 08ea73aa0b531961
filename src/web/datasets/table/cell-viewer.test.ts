import { expect, it } from 'vitest'
import { linkIn } from './link-in.ts'
import { nestedText } from './nested-text.ts'

it('nested values and JSON texts are laid out, nothing else', () => {
  expect(nestedText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(nestedText('[1, 2]')).toBe('[\n  1,\n  2\n]')
  for (const value of ['{broken', 'text', '12', 12, null, true]) expect(nestedText(value)).toBeUndefined()
})

it('only web addresses are links', () => {
  expect(linkIn(' https://example.org/a?b=c ')).toBe('https://example.org/a?b=c')
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'see https://example.org',
    'https://',
    'ftp://example.org',
    '',
  ]) {
    expect(linkIn(text)).toBeUndefined()
  }
})

it('lays JSON out without touching a digit of it', () => {
  expect(nestedText('{"a":9007199254740993,"b" : [ ],"c":[{"d":"x, [y]: \\"z\\""}, 1.10e2 ,null]}')).toBe(
    `{
  "a": 9007199254740993,
  "b": [],
  "c": [
    {
      "d": "x, [y]: \\"z\\""
    },
    1.10e2,
    null
  ]
}`,
  )
})
