import { expect, test } from 'vitest'
import type { ColumnKind } from './column-kind.ts'
import { filterWords } from './filter-words.ts'
import type { Filter } from './rows.ts'

const kinds: Record<string, ColumnKind> = { port: 'text', load: 'numeric', arrived: 'temporal' }
const ham: Filter = { column: 'port', op: 'eq', value: 'HAM' }
const noLoad: Filter = { column: 'load', op: 'is_null' }
const range: Filter = {
  and: [
    { column: 'load', op: 'gte', value: 5 },
    { column: 'load', op: 'lt', value: 10 },
  ],
}

test.each<[Filter, string]>([
  [ham, 'port is HAM'],
  [{ column: 'load', op: 'between', value: [1, 2.5] }, 'load between 1 and 2.5'],
  [{ column: 'load', op: 'not_between', value: [1, 2.5] }, 'load not between 1 and 2.5'],
  [{ column: 'arrived', op: 'between', value: ['2024-01-01', '2024-02-01'] }, 'arrived from 2024-01-01 to 2024-02-01'],
  [
    { column: 'arrived', op: 'not_between', value: ['2024-01-01', '2024-02-01'] },
    'arrived not from 2024-01-01 to 2024-02-01',
  ],
  [{ column: 'arrived', op: 'lt', value: '2024-01-01' }, 'arrived before 2024-01-01'],
  [{ column: 'port', op: 'in', value: ['a', 'b,c', ''] }, 'port is one of a, "b,c", ""'],
  [
    { column: 'port', op: 'not_in', value: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    'port is none of a, b, c, d, e and 2 more',
  ],
  [{ column: 'port', op: 'eq', value: ' x' }, 'port is " x"'],
  [{ column: 'port', op: 'is_blank' }, 'port is blank'],
  [range, 'load from 5 to below 10'],
  [{ or: [range, noLoad] }, 'load from 5 to below 10 or is null'],
  [
    { and: [ham, { or: [{ column: 'load', op: 'gt', value: 5 }, noLoad] }] },
    'port is HAM and (load more than 5 or is null)',
  ],
  [{ not: ham }, 'not (port is HAM)'],
  [{ not: { or: [ham, noLoad] } }, 'not (port is HAM or load is null)'],
  [{ and: [{ and: [ham] }, noLoad] }, 'port is HAM and load is null'],
  [{ and: [] }, 'every row'],
  [{ or: [] }, 'no row'],
])('%j is %s', (filter, words) => {
  expect(filterWords(filter, (column) => kinds[column] ?? 'text')).toBe(words)
})
