import { expect, test } from 'vitest'
import { explainFilter } from './explain-filter.ts'
import { filterSchema } from './rows.ts'

const comparison = { column: 'a', op: 'eq', value: 1 }

test.each([
  [{ column: 'a', op: 'like', value: 1 }, 'At op: "like" is no operator. Use one of eq,'],
  [{ column: 'a' }, 'At op: The operator "op" is missing.'],
  [{ op: 'eq' }, 'Name the column'],
  [{ and: [comparison, { column: 'a', op: 'eq', value: {} }] }, 'At and.1.value: The value is text'],
  [{ or: [{ not: { and: 5 } }] }, 'At or.0.not.and: "and" is a list of filters.'],
  [{ or: Array.from({ length: 101 }, () => comparison) }, 'At or: "or" may have 100 filters, not 101.'],
  [{ and: [{ colum: 'a' }] }, 'At and.0: A filter is {"column"'],
  [{ column: 'a', op: 'in', value: [[1]] }, 'At value:'],
  ['a = 1', 'A filter is'],
  [null, 'A filter is'],
  [[comparison], 'A filter is'],
])('%j is no filter, and it says why', (filter, sentence) => {
  expect(explainFilter(filter)).toContain(sentence)
  expect(filterSchema.safeParse(filter).success).toBe(false)
})

test.each([
  comparison,
  { column: '', op: 'is_null' },
  { not: { or: [comparison, { and: [] }] } },
  { column: 'a', op: 'between', value: [1, '2'] },
])('%j is one', (filter) => {
  expect(explainFilter(filter)).toBeUndefined()
  expect(filterSchema.safeParse(filter).success).toBe(true)
})
