import { describe, expect, it } from 'vitest'
import type { Filter } from '../../../shared/rows.ts'
import { parseDatasetSearch } from '../page/dataset-search.ts'
import { type Condition, conditionsOf, conditionText, filterOf, typedValue } from './filter-conditions.ts'

describe('conditions', () => {
  const one: Condition = { column: 'port_code', op: 'eq', value: 'HAM' }
  const two: Condition = { column: 'cargo_tonnes', op: 'between', value: [1, 2.5] }

  it('become a filter and come back', () => {
    for (const list of [[], [one], [one, two]]) expect(conditionsOf(filterOf(list))).toEqual(list)
  })

  it('are not read out of a filter that says more', () => {
    expect(conditionsOf({ or: [one, two] })).toBeUndefined()
    expect(conditionsOf({ and: [one, { not: two }] })).toBeUndefined()
  })

  it.each([
    [one, 'text', 'port_code is HAM'],
    [two, 'numeric', 'cargo_tonnes between 1 and 2.5'],
    [
      { column: 'arrived', op: 'between', value: ['2024-01-01', '2024-02-01'] },
      'temporal',
      'arrived from 2024-01-01 to 2024-02-01',
    ],
    [{ column: 'arrived', op: 'lt', value: '2024-01-01' }, 'temporal', 'arrived before 2024-01-01'],
    [{ column: 'name', op: 'in', value: ['a', 'b,c', ''] }, 'text', 'name is one of a, "b,c", ""'],
    [{ column: 'name', op: 'is_null' }, 'text', 'name is null'],
    [{ column: 'name', op: 'eq', value: ' x' }, 'text', 'name is " x"'],
  ] satisfies [Condition, 'text' | 'numeric' | 'temporal', string][])(
    '%j of a %s column read %s',
    (condition, kind, text) => {
      expect(conditionText(condition, kind)).toBe(text)
    },
  )
})

describe('the address', () => {
  it('carries a filter whole', () => {
    const filter: Filter = {
      or: [{ column: 'a b, "c"', op: 'in', value: [1, 'x', null] }, { not: { column: 'd', op: 'is_null' } }],
    }
    const search = JSON.parse(JSON.stringify({ filter, sort: '-a,b', q: '007' }))
    expect(parseDatasetSearch(search)).toEqual({ filter, sort: '-a,b', q: '007' })
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
