import type { SentAnswer, SentQuestion } from './process-message.ts'
import type { RowsQuestion } from './query-pool.ts'
import { createRecentMap } from './recent-map.ts'
import { quicklySorted } from './select-rows.ts'
import type { SortLists } from './sort-lists.ts'

/** Knows questions whose answer takes no more than a page of rows takes to read, from what was answered before. */
export type QuickQuestions = {
  isQuick(question: SentQuestion): boolean
  note(question: SentQuestion, answer: SentAnswer): void
}

const remembered = 1000

/** A page is quick when its rows are listed, as `sorts` knows of those of a sort, or when all rows are soon looked through. */
export function quickQuestions(sorts: Pick<SortLists, 'has'>): QuickQuestions {
  const rowCounts = createRecentMap<number>(remembered)
  const listed = createRecentMap<true>(remembered)
  return {
    isQuick: (question) => {
      if ('about' in question) return false
      const { tableFile, sort, rowNumbers } = question
      if (rowNumbers || (rowCounts.get(tableFile) ?? Number.POSITIVE_INFINITY) <= quicklySorted) return true
      const isListed = !isSelective(question) || listed.get(selectionOf(question)) === true
      return isListed && (sort.length === 0 || sorts.has(tableFile, sort))
    },
    note: (question, { rowCount }) => {
      rowCounts.set(question.tableFile, rowCount)
      if (!('about' in question) && isSelective(question)) listed.set(selectionOf(question), true)
    },
  }
}

const isSelective = ({ filter, q }: RowsQuestion) => filter !== undefined || q !== undefined

const selectionOf = ({ tableFile, filter, q }: RowsQuestion) => JSON.stringify([tableFile, filter, q])
