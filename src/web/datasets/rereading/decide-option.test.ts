import { expect, test } from 'vitest'
import { countDecisions, decideColumn, decideOption, isSameReading } from './decide-option.ts'

test('a decision is made and taken back, and none is a decision', () => {
  const decided = decideOption({ delimiter: ';' }, 'quote', null)
  expect(decided).toEqual({ delimiter: ';', quote: null })
  expect(decideOption(decided, 'quote', undefined)).toEqual({ delimiter: ';' })
})

test('a column of which nothing is decided any more is left out', () => {
  const named = decideColumn({}, 2, 'name', 'tons')
  const typed = decideColumn(decideColumn(named, 0, 'sql_type', 'DATE'), 0, 'format', '%d.%m.%Y')
  expect(typed).toEqual({
    columns: [
      { index: 0, sql_type: 'DATE', format: '%d.%m.%Y' },
      { index: 2, name: 'tons' },
    ],
  })
  expect(countDecisions({ ...typed, decimal: ',' })).toBe(4)
  expect(decideColumn(typed, 0, 'sql_type', undefined)).toEqual({ columns: [{ index: 2, name: 'tons' }] })
  expect(decideColumn(named, 2, 'name', undefined)).toEqual({})
})

test('the marks of a column stay while it holds numbers, and go with them', () => {
  const marked = decideColumn(decideColumn({}, 1, 'decimal', ','), 1, 'thousands', null)
  expect(marked).toEqual({ columns: [{ index: 1, decimal: ',', thousands: null }] })
  expect(decideColumn(marked, 1, 'sql_type', 'DOUBLE').columns).toEqual([
    { index: 1, decimal: ',', thousands: null, sql_type: 'DOUBLE' },
  ])
  expect(decideColumn(marked, 1, 'sql_type', undefined)).toEqual(marked)
  expect(decideColumn(marked, 1, 'sql_type', 'VARCHAR')).toEqual({ columns: [{ index: 1, sql_type: 'VARCHAR' }] })
})

test('the order in which things were decided does not matter', () => {
  const [one, other] = [
    { decimal: ',', columns: [{ index: 1, name: 'a', sql_type: 'DATE' }] },
    { columns: [{ sql_type: 'DATE', index: 1, name: 'a' }], decimal: ',' },
  ] as const
  expect(isSameReading({ ...one, columns: [...one.columns] }, { ...other, columns: [...other.columns] })).toBe(true)
  expect(isSameReading({ decimal: ',' }, { decimal: '.' })).toBe(false)
})
