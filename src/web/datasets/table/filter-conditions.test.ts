import { describe, expect, it } from 'vitest'
import type { Filter } from '../../../shared/rows.ts'
import { parseDatasetSearch } from '../page/dataset-search.ts'
import { typedValue } from './filter-conditions.ts'
import { filterOf, partsOf, replacePart } from './filter-parts.ts'

describe('parts', () => {
  const one: Filter = { column: 'port_code', op: 'eq', value: 'HAM' }
  const range: Filter = {
    and: [
      { column: 'load', op: 'gte', value: 1 },
      { column: 'load', op: 'lt', value: 2 },
    ],
  }

  it('become a filter and come back', () => {
    for (const list of [[], [one], [range], [one, range], [{ or: [one] }]])
      expect(partsOf(filterOf(list))).toEqual(list)
  })

  it('are there once, however often a filter says them', () => {
    expect(partsOf({ and: [one, range, { ...one }] })).toEqual([one, range])
  })

  it('are replaced and removed one by one', () => {
    expect(replacePart([one, range], 0, { not: one })).toEqual([{ not: one }, range])
    expect(replacePart([one, range], 1, undefined)).toEqual([one])
  })
})

describe('the address', () => {
  it('carries a filter whole', () => {
    const filter: Filter = {
      or: [{ column: 'a b, "c"', op: 'in', value: [1, 'x', null] }, { not: { column: 'd', op: 'is_null' } }],
    }
    const search = JSON.parse(JSON.stringify({ filter, sort: '-a,b', q: '007' }))
    expect(parseDatasetSearch(search)).toEqual({ filter, sort: '-a,b', q: '007' })
    expect(parseDatasetSearch({ ...search, off: [filter] })).toEqual({ ...search, off: [filter] })
    expect(parseDatasetSearch({ off: [{ column: 'a', op: 'explode' }] })).toEqual({})
  })

  it('drops what is no filter, no sort or empty', () => {
    expect(parseDatasetSearch({ filter: { column: 'a', op: 'explode' }, sort: null, q: '', other: 1 })).toEqual({})
    expect(parseDatasetSearch({ sort: ['-a', 'b,c'], q: 5 })).toEqual({ sort: '["-a","b,c"]', q: '5' })
  })
})

describe('a typed value', () => {
  it.each([
    ['12.50', 'numeric', 12.5],
    [' -3 ', 'numeric', -3],
    ['1e3', 'numeric', 1000],
    ['9007199254740993', 'numeric', '9007199254740993'],
    ['0.1234567890123456789', 'numeric', '0.1234567890123456789'],
    ['twelve', 'numeric', undefined],
    ['', 'numeric', undefined],
    ['', 'text', ''],
    [' x', 'text', ' x'],
    ['true', 'boolean', true],
    ['yes', 'boolean', undefined],
    ['2024-01-31', 'temporal', '2024-01-31'],
  ] as const)('%j of a %s column is %j', (text, kind, value) => {
    expect(typedValue(text, kind)).toBe(value)
  })
})
