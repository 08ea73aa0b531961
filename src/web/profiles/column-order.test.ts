import { expect, it } from 'vitest'
import { buildColumnProfile } from './build-column-profile.ts'
import { type ColumnOrder, orderColumns, pressOrder } from './column-order.ts'

const columns = [
  buildColumnProfile({ name: 'c10', null_count: 5, distinct_count: 3 }),
  buildColumnProfile({ name: 'c2', null_count: 0, distinct_count: null, kind: 'text' }),
  buildColumnProfile({ name: 'c1', null_count: 5, distinct_count: 9 }),
].map((profile, position) => ({ profile, position }))
const names = (order: ColumnOrder) => orderColumns(columns, order).map(({ profile }) => profile.name)

it('orders by each heading, ties as in the file in both directions', () => {
  expect(names({ by: 'position', descending: false })).toEqual(['c10', 'c2', 'c1'])
  expect(names({ by: 'name', descending: false })).toEqual(['c1', 'c2', 'c10'])
  expect(names({ by: 'nulls', descending: true })).toEqual(['c10', 'c1', 'c2'])
  expect(names({ by: 'nulls', descending: false })).toEqual(['c2', 'c10', 'c1'])
  expect(names({ by: 'distinct', descending: true })).toEqual(['c1', 'c10', 'c2'])
  expect(names({ by: 'kind', descending: false })).toEqual(['c10', 'c1', 'c2'])
})

it('pressing a heading goes one way, the other, and back to the file', () => {
  const first = pressOrder({ by: 'position', descending: false }, 'nulls')
  expect(first).toEqual({ by: 'nulls', descending: true })
  const second = pressOrder(first, 'nulls')
  expect(second).toEqual({ by: 'nulls', descending: false })
  expect(pressOrder(second, 'nulls')).toEqual({ by: 'position', descending: false })
  expect(pressOrder(second, 'name')).toEqual({ by: 'name', descending: false })
})
