import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownKeys, pressSort, readSort, type SortKey, writeSort } from './sort-order.ts'

const up = (column: string): SortKey => ({ column, descending: false })
const down = (column: string): SortKey => ({ column, descending: true })

describe('the sort in the address', () => {
  it('reads as people would write it', () => {
    expect(writeSort([down('a'), up('b')])).toBe('-a,b')
    expect(readSort('-a,b')).toEqual([down('a'), up('b')])
    expect(writeSort([])).toBe('')
    expect(readSort('')).toEqual([])
  })

  it('keeps any column name', () => {
    const name = fc.string({ minLength: 1, unit: fc.constantFrom(...'aZé漢👩 ,-+[]{}"\\\n\0') })
    fc.assert(
      fc.property(fc.array(fc.record({ column: name, descending: fc.boolean() }), { maxLength: 4 }), (keys) => {
        expect(readSort(writeSort(keys))).toEqual(keys)
      }),
    )
  })

  it('leaves out what makes no sense', () => {
    for (const text of ['[', '[1,2]', '{}x'.slice(0, 0), ',', '-', '[""]']) expect(readSort(text)).toEqual([])
  })
})

describe('pressing a header', () => {
  it('goes up, down and back to the order of the file', () => {
    expect(pressSort([], 'a', false)).toEqual([up('a')])
    expect(pressSort([up('a')], 'a', false)).toEqual([down('a')])
    expect(pressSort([down('a')], 'a', false)).toEqual([])
  })

  it('replaces another column', () => {
    expect(pressSort([down('b')], 'a', false)).toEqual([up('a')])
    expect(pressSort([up('a'), down('b')], 'b', false)).toEqual([])
    expect(pressSort([up('a'), up('b')], 'b', false)).toEqual([up('b')])
  })

  it('with shift adds, turns round and removes one key', () => {
    expect(pressSort([up('a')], 'b', true)).toEqual([up('a'), up('b')])
    expect(pressSort([up('a'), up('b')], 'a', true)).toEqual([down('a'), up('b')])
    expect(pressSort([down('a'), up('b')], 'a', true)).toEqual([up('b')])
  })
})

it('keeps the keys that a table has, each once, and names the others', () => {
  expect(knownKeys(readSort('-a,gone,a,b'), ['a', 'b'])).toEqual({
    sort: [
      { column: 'a', descending: true },
      { column: 'b', descending: false },
    ],
    unknown: ['gone'],
  })
})
