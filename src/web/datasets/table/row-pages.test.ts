import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RowsAnswer } from '../../../shared/rows.ts'
import { createRowPages, type PageQuestion } from './row-pages.ts'

type Asked = {
  question: PageQuestion
  signal: AbortSignal
  answer: () => Promise<void>
  fail: (reason: Error) => Promise<void>
}

const places = (first: number, end: number) => Array.from({ length: end - first }, (_, at) => first + at)

const answerTo = ({ offset, limit, columns }: PageQuestion, total: number): RowsAnswer => {
  const numbers = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => offset + index)
  return {
    columns: [],
    rows: numbers.map((row) => columns.map((column) => `${row}/${column}`)),
    row_numbers: numbers,
    total,
    total_unfiltered: total,
    offset,
    limit,
  }
}

const openPages = (columnCount: number, total: number) => {
  const asked: Asked[] = []
  const pages = createRowPages({
    columnCount,
    rowCount: total,
    now: () => 0,
    fetchPage: (question, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
        asked.push({
          question,
          signal,
          answer: async () => {
            resolve(answerTo(question, total))
            await vi.advanceTimersByTimeAsync(0)
          },
          fail: async (reason) => {
            reject(reason)
            await vi.advanceTimersByTimeAsync(0)
          },
        })
      }),
  })
  const view = (first: number, direction: -1 | 0 | 1 = 0, columns = places(0, Math.min(columnCount, 10))) =>
    pages.look({ rows: { first, end: first + 30 }, columns, direction })
  const offsets = () => asked.map(({ question }) => question.offset)
  return { pages, asked, view, offsets }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const columns = places(0, 14)

it('asks for the page in view, then for the one ahead', async () => {
  const { pages, asked, view, offsets } = openPages(14, 10_000_000)
  view(0)
  expect(offsets()).toEqual([0, 200])
  expect(pages.row(3, columns)).toMatchObject({ number: undefined, stamp: 0 })
  const heard = vi.fn()
  pages.subscribe(heard)
  await asked[0]?.answer()
  expect(heard).toHaveBeenCalledTimes(1)
  expect(pages.row(3, columns).number).toBe(3)
  expect(pages.row(3, columns).value(13)).toBe('3/13')
  expect(pages.row(3, columns).stamp).toBeGreaterThan(0)
})

it('asks the page above when the view moves up', () => {
  const { view, offsets } = openPages(14, 10_000_000)
  view(2000, -1)
  expect(offsets()).toEqual([2000, 1800])
})

it('asks nothing twice', async () => {
  const { asked, view } = openPages(14, 10_000_000)
  view(0)
  view(10)
  await asked[0]?.answer()
  await asked[1]?.answer()
  view(12)
  expect(asked).toHaveLength(2)
})

it('never asks beyond the end', () => {
  const { view, offsets } = openPages(14, 210)
  view(190, 1)
  expect(offsets()).toEqual([0, 200])
})

it('gives up what has left the view, and asks the next place only when the view rests', async () => {
  const { pages, asked, view, offsets } = openPages(14, 10_000_000)
  view(0)
  for (let row = 1_000_000; row < 6_000_000; row += 1_000_000) {
    view(row, 1)
    await vi.advanceTimersByTimeAsync(20)
  }
  expect(asked.every(({ signal }) => signal.aborted)).toBe(true)
  expect(offsets()).toEqual([0, 200])
  await vi.advanceTimersByTimeAsync(100)
  expect(offsets()).toEqual([0, 200, 5_000_000, 5_000_200])
  expect(pages.state().failure).toBeUndefined()
})

it('asks while the view moves slowly after a jump', async () => {
  const { view, offsets } = openPages(14, 10_000_000)
  view(0)
  view(5_000_000, 1)
  for (let step = 1; step < 10; step += 1) {
    await vi.advanceTimersByTimeAsync(16)
    view(5_000_000 + step, 1)
  }
  expect(offsets()).toContain(5_000_000)
})

it('asks at most three questions at once, those in view first', async () => {
  const { asked, view } = openPages(1000, 10_000_000)
  view(190, 1, places(90, 110))
  expect(asked.map(({ question }) => [question.offset, question.columns[0]])).toEqual([
    [0, 48],
    [0, 96],
    [200, 48],
  ])
  await asked[0]?.answer()
  expect(asked[3]?.question).toEqual({ offset: 200, limit: 200, columns: places(96, 144) })
})

it('puts columns of several blocks together', async () => {
  const { pages, asked, view } = openPages(1000, 50)
  view(0, 0, places(90, 110))
  await asked[0]?.answer()
  await asked[1]?.answer()
  const row = pages.row(7, places(90, 110))
  expect([row.value(90), row.value(95), row.value(96), row.value(109)]).toEqual(['7/90', '7/95', '7/96', '7/109'])
  expect(row.value(200)).toBeUndefined()
})

it('forgets the pages seen longest ago', async () => {
  const { pages, asked, view } = openPages(60, 10_000_000)
  for (let page = 0; page < 200; page += 1) {
    view(page * 200, 1)
    await vi.advanceTimersByTimeAsync(100)
    for (const { answer } of asked.splice(0)) await answer()
  }
  const inView = places(0, 60)
  expect(pages.row(0, inView).number).toBeUndefined()
  expect(pages.row(199 * 200, inView).number).toBe(39_800)
  expect(pages.row(150 * 200, inView).number).toBe(30_000)
})

describe('a failed question', () => {
  it('is reported, not repeated by itself, and asked again when told', async () => {
    const { pages, asked, view } = openPages(14, 150)
    view(0)
    await asked[0]?.fail(new Error('offline'))
    expect(pages.state().failure).toEqual(new Error('offline'))
    view(1)
    expect(asked).toHaveLength(1)
    pages.retry()
    expect(asked).toHaveLength(2)
    await asked[1]?.answer()
    expect(pages.state().failure).toBeUndefined()
    expect(pages.row(0, columns).number).toBe(0)
  })

  it('is asked again on coming back', async () => {
    const { asked, view, offsets } = openPages(14, 10_000_000)
    view(0)
    await asked[0]?.fail(new Error('offline'))
    view(900_000)
    await vi.advanceTimersByTimeAsync(100)
    view(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(offsets().filter((offset) => offset === 0)).toHaveLength(2)
  })
})

it('an empty answer makes an empty table', async () => {
  const { pages, asked, view } = openPages(14, 0)
  view(0)
  await asked[0]?.answer()
  expect(pages.rowCount()).toBe(0)
})

it('fetches a range in questions of a thousand rows', async () => {
  const { pages, asked } = openPages(14, 10_000_000)
  const range = pages.fetchRange({ first: 500, end: 2600 }, [3, 2], new AbortController().signal)
  for (let question = 0; question < 3; question += 1) {
    await vi.advanceTimersByTimeAsync(0)
    await asked[question]?.answer()
  }
  const rows = await range
  expect(rows).toHaveLength(2100)
  expect(rows[2099]).toEqual(['2599/3', '2599/2'])
  expect(asked.map(({ question }) => question.limit)).toEqual([1000, 1000, 100])
})

it('fetches a range of many columns in several questions a run of rows', async () => {
  const { pages, asked } = openPages(1000, 10_000_000)
  const heard = vi.fn()
  const range = pages.fetchRange({ first: 0, end: 2 }, places(500, 600), new AbortController().signal, heard)
  for (let question = 0; question < 3; question += 1) {
    await vi.advanceTimersByTimeAsync(0)
    await asked[question]?.answer()
  }
  const rows = await range
  expect(rows.map((row) => [row.length, row[0], row[99]])).toEqual([
    [100, '0/500', '0/599'],
    [100, '1/500', '1/599'],
  ])
  expect(heard).toHaveBeenCalledExactlyOnceWith(2)
})

it('looks for pinned columns beside those in view', () => {
  const { asked, view } = openPages(1000, 50)
  view(0, 0, [3, 700, 701])
  expect(asked.map(({ question }) => question.columns[0])).toEqual([0, 672])
})

it('closing ends what is under way, and looking again asks again', () => {
  const { pages, asked, view } = openPages(14, 10_000_000)
  view(0)
  pages.close()
  expect(asked.every(({ signal }) => signal.aborted)).toBe(true)
  view(0)
  expect(asked).toHaveLength(4)
})
