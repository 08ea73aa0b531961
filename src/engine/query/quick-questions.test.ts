import { expect, test } from 'vitest'
import type { RowsQuestion } from './query-pool.ts'
import { quickQuestions } from './quick-questions.ts'

const page = (question: Partial<RowsQuestion> = {}): RowsQuestion => ({
  ...{ tableFile: 'long.parquet', offset: 0, limit: 100, sort: [] },
  ...question,
})
const down = [{ column: 'load', descending: true }]
const filter = { column: 'load', op: 'gt', value: 1 } as const

test('a page is quick when its rows are listed', () => {
  let isSorted = false
  const { isQuick, note } = quickQuestions({ has: () => isSorted })
  expect(isQuick(page())).toBe(true)
  expect(isQuick(page({ sort: down, rowNumbers: [7] }))).toBe(true)
  expect(isQuick(page({ sort: down }))).toBe(false)
  isSorted = true
  expect(isQuick(page({ sort: down }))).toBe(true)
  for (const selection of [{ filter }, { q: 'bolt' }, { filter, q: 'bolt' }]) {
    expect(isQuick(page({ ...selection, sort: down }))).toBe(false)
    note(page(selection), { text: '', rowCount: 10_000_000 })
    expect(isQuick(page({ ...selection, sort: down, offset: 900 }))).toBe(true)
  }
  expect(isQuick(page({ tableFile: 'other.parquet', filter }))).toBe(false)
})

test('every page of a short table is quick, other questions are not known to be', () => {
  const { isQuick, note } = quickQuestions({ has: () => false })
  const short = { tableFile: 'short.parquet' }
  expect(isQuick(page({ ...short, sort: down, filter }))).toBe(false)
  note(page(short), { text: '', rowCount: 500_000 })
  expect(isQuick(page({ ...short, sort: down, filter }))).toBe(true)
  expect(isQuick({ about: 'values', ...short, column: 'load', text: '', limit: 10 })).toBe(false)
})
