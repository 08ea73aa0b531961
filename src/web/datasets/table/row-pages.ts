import type { RowsAnswer } from '../../../shared/rows.ts'
import type { Span } from './column-layout.ts'
import type { LoadedRow, RowSource, ViewedCells } from './row-source.ts'

/** One question for rows: a run of rows, and columns by position. */
export type PageQuestion = { offset: number; limit: number; columns: readonly number[] }

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
  /** The values of columns, in their order, for a run of rows; `onRows` hears how many are there. */
  fetchRange: (
    rows: Span,
    columns: readonly number[],
    signal: AbortSignal,
    onRows?: (count: number) => void,
  ) => Promise<unknown[][]>
  /** Gives up what is under way; a later look asks anew. */
  close: () => void
}

type Page = { rows: unknown[][]; numbers: number[]; stamp: number }
type Wanted = { key: string; rowPage: number; block: number }

const pageRows = 200
export const columnsAskedAtOnce = 64
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
  columnsPerQuestion = columnCount <= columnsAskedAtOnce ? columnCount : 48,
  rowCount,
  fetchPage,
  now = () => performance.now(),
}: RowPagesOptions): RowPages => {
  const blockSize = Math.max(1, columnsPerQuestion)
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

  const columnsOf = (block: number): number[] =>
    Array.from({ length: Math.min(blockSize, columnCount - block * blockSize) }, (_, at) => block * blockSize + at)

  const blocksOf = (columns: readonly number[]): Set<number> =>
    new Set(columns.length === 0 ? [0] : columns.map((column) => Math.floor(column / blockSize)))

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
    const blocks = blocksOf(columns)
    const found: Wanted[] = []
    for (const rowPage of rowPages) {
      for (const block of blocks) found.push({ key: `${rowPage}:${block}`, rowPage, block })
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

  const row = (index: number, columns: readonly number[]): LoadedRow => {
    const rowPage = Math.floor(index / pageRows)
    const at = index - rowPage * pageRows
    let stamp = 0
    let number: number | undefined
    let last = -1
    for (const column of columns) {
      const block = Math.floor(column / blockSize)
      if (block === last) continue
      last = block
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

  const fetchRange: RowPages['fetchRange'] = async (rows, columns, signal, onRows) => {
    const found: unknown[][] = []
    for (let offset = rows.first; offset < rows.end; offset += longestQuestion) {
      const limit = Math.min(longestQuestion, rows.end - offset)
      const beside: unknown[][][] = []
      for (let first = 0; first < columns.length; first += blockSize) {
        const question = { offset, limit, columns: columns.slice(first, first + blockSize) }
        beside.push((await fetchPage(question, signal)).rows)
      }
      found.push(...(beside[0] ?? []).map((_, at) => beside.flatMap((block) => block[at] ?? [])))
      onRows?.(found.length)
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
