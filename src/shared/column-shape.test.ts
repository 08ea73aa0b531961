import { expect, it } from 'vitest'
import { buildColumnProfile } from '../web/profiles/build-column-profile.ts'
import { columnShape } from './column-shape.ts'

const bins = [{ lower: 0, upper: 1, count: 500 }]

it('numbers and moments are a histogram', () => {
  expect(columnShape(buildColumnProfile({ histogram: bins, distinct_count: 480 }))).toEqual({ form: 'histogram' })
  expect(columnShape(buildColumnProfile({ histogram: bins, distinct_count: 500 }))).toEqual({ form: 'histogram' })
})

it('identifiers are words, not a flat histogram', () => {
  const ids = { sql_type: 'BIGINT', histogram: bins, distinct_count: 500 }
  expect(columnShape(buildColumnProfile({ ...ids, min: 1, max: 500 }))).toEqual({
    form: 'words',
    first: 'unique',
  })
  expect(columnShape(buildColumnProfile({ ...ids, min: '9007199254740993', max: '9007199254741992' }))).toMatchObject({
    first: 'unique',
  })
  expect(columnShape(buildColumnProfile({ ...ids, min: 0, max: 9_000_000 }))).toEqual({ form: 'histogram' })
})

it('few values are shares of what is not null', () => {
  const shape = columnShape(
    buildColumnProfile({
      kind: 'text',
      null_count: 100,
      distinct_count: 2,
      top_values: [
        { value: 'HAM', count: 300 },
        { value: '', count: 100 },
      ],
    }),
  )
  expect(shape).toMatchObject({
    form: 'shares',
    total: 400,
    values: [
      { text: 'HAM', count: 300 },
      { text: '', count: 100 },
    ],
  })
})

it('a constant is one share', () => {
  expect(
    columnShape(buildColumnProfile({ distinct_count: 1, histogram: bins, top_values: [{ value: 5, count: 500 }] }))
      .form,
  ).toBe('shares')
})

it('many values are counted, and estimates say so', () => {
  const many = {
    kind: 'text' as const,
    distinct_count: 400,
    min_length: 2,
    max_length: 24,
    top_values: [{ value: 'a', count: 3 }],
  }
  expect(columnShape(buildColumnProfile(many))).toEqual({
    form: 'words',
    first: '400 distinct',
    second: '2 to 24 characters',
  })
  expect(columnShape(buildColumnProfile({ ...many, kind: 'nested', distinct_count: null, top_values: [] }))).toEqual({
    form: 'words',
    first: 'nested',
    second: '2 to 24 items',
  })
  expect(columnShape(buildColumnProfile({ ...many, distinct_is_exact: false }))).toMatchObject({
    first: '≈ 400 distinct',
  })
  expect(columnShape(buildColumnProfile({ ...many, distinct_count: 500 }))).toMatchObject({ first: 'unique' })
})

it('nothing to show is said', () => {
  expect(columnShape(buildColumnProfile({ null_count: 500 }))).toEqual({ form: 'words', first: 'all null' })
  expect(columnShape(buildColumnProfile({ count: 0 }))).toEqual({ form: 'words', first: 'no rows' })
  expect(columnShape(buildColumnProfile({ kind: 'unsupported' }))).toEqual({ form: 'words', first: 'not readable' })
  expect(columnShape(buildColumnProfile({ kind: 'nested' }))).toEqual({ form: 'words', first: 'nested' })
})
