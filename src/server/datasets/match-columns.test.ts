import { expect, test } from 'vitest'
import { matchColumns } from './match-columns.ts'

const column = (name: string, sql_type = 'BIGINT') => ({ name, sql_type })

test('columns are told apart by name and type, and those that are gone come last', () => {
  const before = [column('id'), column('Tons', 'DECIMAL(9,1)'), column('port', 'VARCHAR'), column('day', 'DATE')]
  const now = [
    column('tons ', 'DECIMAL(6,1)'),
    column('id', 'VARCHAR'),
    column('flag', 'VARCHAR'),
    column('day', 'DATE'),
  ]
  expect(matchColumns(before, now)).toEqual([
    { name: 'tons ', sql_type: 'DECIMAL(6,1)', before: { name: 'Tons', sql_type: 'DECIMAL(9,1)' }, change: 'same' },
    { name: 'id', sql_type: 'VARCHAR', before: { name: 'id', sql_type: 'BIGINT' }, change: 'retyped' },
    { name: 'flag', sql_type: 'VARCHAR', before: null, change: 'added' },
    { name: 'day', sql_type: 'DATE', before: { name: 'day', sql_type: 'DATE' }, change: 'same' },
    { name: 'port', sql_type: null, before: { name: 'port', sql_type: 'VARCHAR' }, change: 'missing' },
  ])
})

test('a name in its own letters is matched before one in others', () => {
  expect(
    matchColumns([column('A'), column('a')], [column('a'), column('A')]).map(({ before }) => before?.name),
  ).toEqual(['a', 'A'])
  expect(matchColumns([column('x', 'DECIMAL(9,1)')], [column('x', 'DECIMAL(9,2)')])[0]?.change).toBe('retyped')
  expect(matchColumns([], [])).toEqual([])
})
