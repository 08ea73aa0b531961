import { expect, test } from 'vitest'
import { mergeOptions } from './merge-options.ts'

test('an answer is added to the earlier ones', () => {
  expect(mergeOptions({ delimiter: ';', decimal: ',' }, { decimal: '.' })).toEqual({ delimiter: ';', decimal: '.' })
  expect(
    mergeOptions(
      { columns: [{ index: 3, sql_type: 'DATE', format: '%d/%m/%Y' }] },
      { columns: [{ index: 1, sql_type: 'BIGINT' }] },
    ),
  ).toEqual({
    columns: [
      { index: 1, sql_type: 'BIGINT' },
      { index: 3, sql_type: 'DATE', format: '%d/%m/%Y' },
    ],
  })
})

test('a column keeps its name, and a new type drops the format of the old one', () => {
  const before = { columns: [{ index: 0, name: 'arrived', sql_type: 'DATE', format: '%d/%m/%Y' }] }
  expect(mergeOptions(before, { columns: [{ index: 0, sql_type: 'VARCHAR' }] })).toEqual({
    columns: [{ index: 0, name: 'arrived', sql_type: 'VARCHAR' }],
  })
  expect(mergeOptions(before, { columns: [{ index: 0, name: 'seen' }] })).toEqual({
    columns: [{ index: 0, name: 'seen', sql_type: 'DATE', format: '%d/%m/%Y' }],
  })
})
