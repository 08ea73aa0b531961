import { expect, test } from 'vitest'
import { QuestionError } from './question-error.ts'
import { viewSql } from './view-sql.ts'

const columns = [
  { name: 'port "x"', sql_type: 'VARCHAR' },
  { name: 'load', sql_type: 'DECIMAL(9,2)' },
]

test('a view is one SELECT that reads as it stands', () => {
  expect(viewSql(columns, { sort: [] })).toBe('SELECT *\nFROM data')
  expect(
    viewSql(columns, {
      ...{ columns: ['load'], sort: [{ column: 'load', descending: true }], q: 'ham' },
      filter: {
        and: [{ column: 'load', op: 'gte', value: 5 }, { not: { column: 'port "x"', op: 'eq', value: "it's" } }],
      },
    }),
  ).toBe(`SELECT "load"
FROM data
WHERE (("load" >= '5.00'::DECIMAL(9,2)) AND (NOT ("port ""x""" = 'it''s'))) AND (contains(lower("port ""x"""), lower('ham')))
ORDER BY "load" DESC NULLS LAST`)
})

test('what its rows would refuse is refused at the same place', () => {
  const wrong = () => viewSql(columns, { sort: [], filter: { or: [{ column: 'load', op: 'eq', value: 'much' }] } })
  expect(wrong).toThrow(QuestionError)
  expect(wrong).toThrow('"load" (DECIMAL(9,2)) is compared with a number; "much" is none.')
})
