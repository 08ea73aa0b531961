import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnNames } from './column-names.ts'

test.each([
  [
    ['id', 'name'],
    ['id', 'name'],
  ],
  [
    ['id', 'ID', 'id'],
    ['id', 'ID_2', 'id_3'],
  ],
  [
    ['a', 'a_2', 'a'],
    ['a', 'a_2', 'a_3'],
  ],
  [
    ['', null, ' '],
    ['column_1', 'column_2', 'column_3'],
  ],
  [
    ['', 'column_1'],
    ['column_1_2', 'column_1'],
  ],
  [['File_Row_Number'], ['File_Row_Number_2']],
  [['a\0b'], ['a\ufffdb']],
])('%j are called %j', (sourceNames, names) => {
  expect(columnNames(sourceNames)).toEqual(names)
})

test('names differ in more than case, and unique ones stay', () => {
  const name = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'A', '_', '2', 'ß', ' ') })
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (given) => {
      const names = columnNames(given)
      expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(given.length)
      for (const [index, one] of given.entries()) {
        const isUnique = given.filter((other) => other.toLowerCase() === one.toLowerCase()).length === 1
        if (isUnique && one.trim() !== '') expect(names[index]).toBe(one)
      }
    }),
  )
})
