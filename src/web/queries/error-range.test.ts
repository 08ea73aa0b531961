import { Text } from '@codemirror/state'
import { expect, test } from 'vitest'
import { errorRange } from './error-range.ts'

const sql = ['SELECT prt, "cargo tonnes"', "FROM data WHERE '🚢' = prt", ''].join('\n')
const text = Text.of(sql.split('\n'))

test.each([
  [{ line: 1, column: 8 }, 'prt'],
  [{ line: 1, column: 13 }, '"cargo tonnes"'],
  [{ line: 1, column: 11 }, ','],
  [{ line: 2, column: 17 }, "'🚢'"],
  [{ line: 2, column: 23 }, 'prt'],
  [{ line: 1 }, 'SELECT'],
  [{ line: 1, column: 999 }, '"'],
  [{ line: 3, column: 1 }, '\n'],
  [{ line: 9, column: 1 }, sql],
  [{}, sql],
])('%j underlines %j', (place, underlined) => {
  const { from, to } = errorRange(text, place)
  expect(sql.slice(from, to)).toBe(underlined)
})

test('an error in an empty text underlines nothing and fails nothing', () => {
  expect(errorRange(Text.of(['']), { line: 1, column: 1 })).toEqual({ from: 0, to: 0 })
})
