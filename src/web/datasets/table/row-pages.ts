import type { RowsAnswer } from '../../../shared/rows.ts'
import type { Span } from './column-layout.ts'
import type { LoadedRow, RowSource, ViewedCells } from './row-source.ts'

/** One question for rows: a run of rows and a run of columns, both by position. */
export type PageQuestion = { offset: number; limit: number; columns: Span }

export type RowPagesOptions = {
  columnCount: number
  columnsPerQuestion?: number
  rowCount: number | undefined
  fetchPage: (question: PageQuestion, signal: AbortSignal) => Promise<RowsAnswer>
  now?: () => number
}

/** How the last questions fared: `duration` in milliseconds of the latest answer, `failure` while rows in view are missing. */
export type RowPagesState = { duration: number | undefined; failure: unknown; total: number | undefined }

export type RowPages = RowSource & {
  state: () => RowPagesState
  retry: () => void
  fetchRange: (rows: Span, columns: Span, signal: AbortSignal) => Promise<unknown[][]>
  /** Gives up what is under way; a later look asks anew. */
  close: () => void
}

type Page = { rows: unknown[][]; numbers: number[]; stamp: number }
type Wanted = { key: string; rowPage: number; block: number }

const pageRows = 200
const columnsAskedAtOnce = 64
const questionsAtOnce = 3
const cellsKept = 1_500_000
const restBeforeAsking = 70
const longestQuestion = 1000

/**
 * The rows of a dataset, fetched page by page as a view looks at them: pages in view first, then the one ahead. What has
 * left the view is not waited for, the pages seen longest ago are forgotten, and while the view jumps from place to place
 * nothing is asked until it rests.
 */
export const createRowPages = ({
  columnCount,
  columnsPerQuestion = 48,
  rowCount,
  fetchPage,
  now = () => performance.now(),
}: RowPagesOptions): RowPages => {
  const blockSize = columnCount <= columnsAskedAtOnce ? Math.max(1, columnCount) : columnsPerQuestion
  const pagesKept = Math.max(12, Math.floor(cellsKept / (pageRows * blockSize)))
  const pages = new Map<string, Page>()
  const asked = new Map<string, AbortController>()
  const failed = new Set<string>()
  const listeners = new Set<() => void>()
  let wanted: Wanted[] = []
  let changes = 0
  let state: RowPagesState = { duration: undefined, failure: undefined, total: rowCount }
  let resting: ReturnType<typeof setTimeout> | undefined

  const tell = () => {
    changes += 1
    for (const listener of listeners) listener()
  }

  const isWanted = (key: string) => wanted.some((page) => page.key === key)

  const columnsOf = (block: number): Span => ({
    first: block * blockSize,
    end: Math.min(columnCount, (block + 1) * blockSize),
  })

  const keep = (key: string, page: Page) => {
    pages.delete(key)
    pages.set(key, page)
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) return
      if (!isWanted(oldest)) pages.delete(oldest)
    }
  }

  const ask = async ({ key, rowPage, block }: Wanted) => {
    const control = new AbortController()
    asked.set(key, control)
    const began = now()
    try {
      const question = { offset: rowPage * pageRows, limit: pageRows, columns: columnsOf(block) }
      const answer = await fetchPage(question, control.signal)
      if (control.signal.aborted) return
      state = { duration: now() - began, failure: undefined, total: answer.total }
      keep(key, { rows: answer.rows, numbers: answer.row_numbers, stamp: changes + 1 })
    } catch (failure) {
      if (control.signal.aborted) return
      failed.add(key)
      state = { ...state, failure }
    } finally {
      if (asked.get(key) === control) asked.delete(key)
    }
    askNext()
    tell()
  }

  const isKnownEmpty = ({ rowPage }: Wanted) =>
    state.total !== undefined && rowPage > 0 && rowPage * pageRows >= state.total

  const askNext = () => {
    for (const page of wanted) {
      if (asked.size >= questionsAtOnce) return
      if (pages.has(page.key) || asked.has(page.key) || failed.has(page.key) || isKnownEmpty(page)) continue
      void ask(page)
    }
  }

  const pagesFor = ({ rows, columns, direction }: ViewedCells): Wanted[] => {
    const firstPage = Math.floor(rows.first / pageRows)
    const lastPage = Math.floor(Math.max(rows.first, rows.end - 1) / pageRows)
    const rowPages: number[] = []
    for (let page = firstPage; page <= lastPage; page += 1) rowPages.push(page)
    if (direction >= 0) rowPages.push(lastPage + 1)
    if (direction < 0 && firstPage > 0) rowPages.push(firstPage - 1)
    const firstBlock = Math.floor(columns.first / blockSize)
    const lastBlock = Math.floor(Math.max(columns.first, columns.end - 1) / blockSize)
    const found: Wanted[] = []
    for (const rowPage of rowPages) {
      for (let block = firstBlock; block <= lastBlock; block += 1) {
        found.push({ key: `${rowPage}:${block}`, rowPage, block })
      }
    }
    return found
  }

  const look = (viewed: ViewedCells) => {
    const next = pagesFor(viewed)
    const isJump = wanted.length > 0 && !next.some(({ key }) => isWanted(key))
    wanted = next
    for (const [key, control] of asked) {
      if (isWanted(key)) continue
      control.abort()
      asked.delete(key)
    }
    for (const { key } of wanted) {
      const page = pages.get(key)
      if (page) keep(key, page)
    }
    for (const key of failed) if (!isWanted(key)) failed.delete(key)
    if (!isJump && resting === undefined) return askNext()
    if (!isJump) return
    clearTimeout(resting)
    resting = setTimeout(() => {
      resting = undefined
      askNext()
    }, restBeforeAsking)
  }

  const row = (index: number, columns: Span): LoadedRow => {
    const rowPage = Math.floor(index / pageRows)
    const at = index - rowPage * pageRows
    let stamp = 0
    let number: number | undefined
    for (let block = Math.floor(columns.first / blockSize); block * blockSize < columns.end; block += 1) {
      const page = pages.get(`${rowPage}:${block}`)
      if (page === undefined) continue
      stamp = stamp * 31 + page.stamp
      number ??= page.numbers[at]
    }
    const value = (column: number) => {
      const block = Math.floor(column / blockSize)
      return pages.get(`${rowPage}:${block}`)?.rows[at]?.[column - block * blockSize]
    }
    return { number, stamp, value }
  }

  const fetchRange = async (rows: Span, columns: Span, signal: AbortSignal) => {
    const found: unknown[][] = []
    for (let offset = rows.first; offset < rows.end; offset += longestQuestion) {
      const limit = Math.min(longestQuestion, rows.end - offset)
      const answer = await fetchPage({ offset, limit, columns }, signal)
      found.push(...answer.rows)
    }
    return found
  }

  return {
    rowCount: () => state.total,
    row,
    look,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changes: () => changes,
    state: () => state,
    retry: () => {
      failed.clear()
      state = { ...state, failure: undefined }
      askNext()
      tell()
    },
    fetchRange,
    close: () => {
      clearTimeout(resting)
      resting = undefined
      for (const control of asked.values()) control.abort()
      asked.clear()
    },
  }
}
