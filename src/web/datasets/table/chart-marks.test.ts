import { describe, expect, it } from 'vitest'
import { blankColumnProfile } from '../../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import type { Filter } from '../../../shared/rows.ts'
import { chosenMarks, countsOfMarks, filterOfMarks, marksInFilter, marksOf, pressMarks } from './chart-marks.ts'

const bins = (...bounds: (number | string)[]) =>
  bounds.slice(1).map((upper, index) => ({ lower: bounds[index] as number | string, upper, count: 10 + index }))

const profileOf = (kind: 'numeric' | 'temporal' | 'text', facts: Partial<ColumnProfile>): ColumnProfile => ({
  ...blankColumnProfile({ name: 'c', sql_type: 'DOUBLE', kind, count: 100, null_count: 4 }),
  distinct_count: 50,
  ...facts,
})

const load = marksOf(profileOf('numeric', { histogram: bins(0, 10, 20, 30) }), 5)
const calls = marksOf(profileOf('numeric', { histogram: bins(1, 2, 3, 4), histogram_rule: 'each_integer' }), 5)
const days = marksOf(profileOf('temporal', { histogram: bins('2024-01-01', '2024-02-01', '2024-03-01') }), 5)
const ports = marksOf(
  profileOf('text', { top_values: ['HAM', 'RTM', ''].map((value) => ({ value, count: 20 })), distinct_count: 3 }),
  5,
)

describe('marks', () => {
  it('are the bars or the values, and the nulls', () => {
    expect(load.map(({ text }) => text)).toEqual(['0 to below 10', '10 to below 20', '20 to 30', 'null'])
    expect(calls.map(({ text }) => text)).toEqual(['1', '2', '3', 'null'])
    expect(ports.map(({ text }) => text)).toEqual(['HAM', 'RTM', '""', 'null'])
  })

  it('are no values that may have been cut, and only null where there are words', () => {
    const long = 'x'.repeat(64)
    const profile = profileOf('text', { values_cut: true, top_values: [{ value: long, count: 90 }] })
    expect(marksOf(profile, 5).map(({ form }) => form)).toEqual(['null'])
    expect(marksOf(profileOf('text', { distinct_count: 96, null_count: 0 }), 5)).toEqual([])
  })

  it('have the counts of a summary', () => {
    const summary = { name: 'c', count: 9, null_count: 2, histogram: [], top_values: [{ value: 'RTM', count: 7 }] }
    expect(countsOfMarks(ports, summary)).toEqual([undefined, 7, undefined, 2])
    expect(countsOfMarks(load, undefined)).toEqual([undefined, undefined, undefined, undefined])
  })
})

const c = 'c'

describe('chosen marks', () => {
  it.each<[typeof load, number[], Filter]>([
    [
      load,
      [0],
      {
        and: [
          { column: c, op: 'gte', value: 0 },
          { column: c, op: 'lt', value: 10 },
        ],
      },
    ],
    [
      load,
      [0, 1],
      {
        and: [
          { column: c, op: 'gte', value: 0 },
          { column: c, op: 'lt', value: 20 },
        ],
      },
    ],
    [load, [1, 2], { column: c, op: 'between', value: [10, 30] }],
    [load, [0, 1, 2], { column: c, op: 'between', value: [0, 30] }],
    [load, [3], { column: c, op: 'is_null' }],
    [
      load,
      [0, 2, 3],
      {
        or: [
          {
            and: [
              { column: c, op: 'gte', value: 0 },
              { column: c, op: 'lt', value: 10 },
            ],
          },
          { column: c, op: 'between', value: [20, 30] },
          { column: c, op: 'is_null' },
        ],
      },
    ],
    [calls, [1], { column: c, op: 'eq', value: 2 }],
    [calls, [0, 1], { column: c, op: 'between', value: [1, 2] }],
    [days, [1], { column: c, op: 'between', value: ['2024-02-01', '2024-03-01'] }],
    [ports, [2], { column: c, op: 'eq', value: '' }],
    [ports, [0, 1], { column: c, op: 'in', value: ['HAM', 'RTM'] }],
  ])('of %# become a filter and come back', (marks, chosen, filter) => {
    expect(filterOfMarks(c, marks, chosen)).toEqual(filter)
    expect(chosenMarks(filter, c, marks)).toEqual(chosen)
    expect(chosenMarks(JSON.parse(JSON.stringify(filter)), c, marks)).toEqual(chosen)
    expect(chosenMarks(filter, 'other', marks)).toBeUndefined()
  })

  it.each<Filter>([
    { column: c, op: 'between', value: [3, 30] },
    { column: c, op: 'gte', value: 0 },
    { column: c, op: 'in', value: ['HAM', 'ANR'] },
    { not: { column: c, op: 'is_null' } },
    { or: [] },
    { and: [] },
    {
      and: [
        { column: c, op: 'gte', value: 10 },
        { column: c, op: 'lt', value: 0 },
      ],
    },
  ])('are not read out of %j', (filter) => {
    for (const marks of [load, ports, []]) expect(chosenMarks(filter, c, marks)).toBeUndefined()
  })
})

describe('a press', () => {
  const other: Filter = { column: 'd', op: 'contains', value: 'x' }

  it('chooses one mark, another instead, and none again', () => {
    const first = pressMarks(other, c, ports, [0], false)
    expect(first).toEqual({ and: [other, { column: c, op: 'eq', value: 'HAM' }] })
    const second = pressMarks(first, c, ports, [1], false)
    expect(second).toEqual({ and: [other, { column: c, op: 'eq', value: 'RTM' }] })
    expect(pressMarks(second, c, ports, [1], false)).toEqual(other)
    expect(pressMarks(pressMarks(undefined, c, ports, [1], false), c, ports, [1], false)).toBeUndefined()
  })

  it('adds and takes away with the key held', () => {
    const two = pressMarks(pressMarks(undefined, c, ports, [0], true), c, ports, [3], true)
    expect(marksInFilter(two, c, ports)).toEqual([0, 3])
    expect(pressMarks(two, c, ports, [0], true)).toEqual({ column: c, op: 'is_null' })
  })

  it('keeps a range of bars one part', () => {
    const range = pressMarks(undefined, c, load, [0, 1], false)
    expect(range).toEqual({
      and: [
        {
          and: [
            { column: c, op: 'gte', value: 0 },
            { column: c, op: 'lt', value: 20 },
          ],
        },
      ],
    })
    expect(marksInFilter(range, c, load)).toEqual([0, 1])
    expect(pressMarks(range, c, load, [0, 1], false)).toBeUndefined()
    expect(pressMarks(range, c, load, [0], false)).toEqual({
      and: [
        {
          and: [
            { column: c, op: 'gte', value: 0 },
            { column: c, op: 'lt', value: 10 },
          ],
        },
      ],
    })
  })
})
