import { describe, expect, it } from 'vitest'
import { fromMatch, matchesIn, type Needle, needlesOf } from './filter-matches.ts'
import type { TableColumn } from './table-column.ts'

const column = (name: string, kind: TableColumn['kind']): TableColumn => ({
  name,
  kind,
  sqlType: '',
  profile: undefined,
})
const any = (text: string): Needle => ({ text, at: 'anywhere' })

describe('needles', () => {
  const columns = [column('port', 'text'), column('remark', 'text'), column('load', 'numeric')]

  it('of a search are in all texts', () => {
    expect([...needlesOf(undefined, 'HAM', columns)]).toEqual([
      ['port', [any('ham')]],
      ['remark', [any('ham')]],
    ])
    expect(needlesOf(undefined, '  ', columns).size).toBe(0)
  })

  it('of a filter are in its columns, unless they must not be there', () => {
    const needles = needlesOf(
      {
        and: [
          {
            or: [
              { column: 'port', op: 'starts_with', value: 'H' },
              { column: 'port', op: 'ends_with', value: 'M' },
            ],
          },
          { not: { column: 'remark', op: 'contains', value: 'x' } },
          { column: 'remark', op: 'not_contains', value: 'y' },
          { column: 'remark', op: 'contains', value: '' },
        ],
      },
      '',
      columns,
    )
    expect([...needles]).toEqual([
      [
        'port',
        [
          { text: 'h', at: 'start' },
          { text: 'm', at: 'end' },
        ],
      ],
    ])
  })
})

describe('matches', () => {
  it.each<[string, Needle[], string[]]>([
    ['Hamburg, HAM', [any('ham')], ['Ham', 'HAM']],
    ['aaaa', [any('aa')], ['aaaa']],
    ['abcd', [any('bc'), any('cd')], ['bcd']],
    ['İSTANBUL', [any('istan')], ['İSTAN']],
    ['ΟΔΟΣ', [any('σ')], ['Σ']],
    ['😀Straße', [any('straß')], ['Straß']],
    ['ham ham', [{ text: 'ham', at: 'start' }], ['ham']],
    ['ham ham', [{ text: 'ham', at: 'end' }], ['ham']],
    ['rotterdam', [any('ham')], []],
  ])('in %s', (text, needles, found) => {
    expect(matchesIn(text, needles).map(({ from, to }) => text.slice(from, to))).toEqual(found)
  })

  it('are brought into view where a cell is too narrow', () => {
    const long = `${'x'.repeat(100)} needle ${'y'.repeat(100)}`
    expect(fromMatch(long, [any('needle')], 20)).toMatch(/^…x{6} needle y+$/)
    expect(fromMatch('a needle', [any('needle')], 20)).toBe('a needle')
    expect(fromMatch(long, [any('nothing')], 20)).toBe(long)
    expect(fromMatch(`${'😀'.repeat(30)}needle`, [any('needle')], 11)).toMatch(/^…(😀)+needle$/u)
  })
})
