import { expect, test } from 'vitest'
import { isTable } from './pasted-files.ts'

test.each([
  ['a,b\n1,2', true],
  ['a\tb', true],
  ['one\r\n\r\ntwo', true],
  ['a search word', false],
  ['https://example.org/data.csv\n', false],
  ['', false],
])('%j as a table: %s', (text, expected) => {
  expect(isTable(text)).toBe(expected)
})
