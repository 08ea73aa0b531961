import { useEffect, useRef, useState } from 'react'
import { type Filter, rowsAnswerSchema } from '../../../shared/rows.ts'
import { get } from '../../api/request.ts'
import { createRowPages, type RowPages } from './row-pages.ts'
import { type SortKey, writeSort } from './sort-order.ts'

/** What decides which rows a table shows, and in which order. */
export type RowsQuestion = {
  datasetId: string
  version: number
  columns: string[]
  rowCount: number
  sort: SortKey[]
  filter: Filter | undefined
  q: string
}

const longestColumnList = 6000
const mostColumns = 48

const open = ({ datasetId, columns, rowCount, sort, filter, q }: RowsQuestion): RowPages => {
  const isWhole = filter === undefined && q === ''
  const average = encodeURIComponent(JSON.stringify(columns)).length / Math.max(1, columns.length)
  return createRowPages({
    columnCount: columns.length,
    columnsPerQuestion: Math.max(4, Math.min(mostColumns, Math.floor(longestColumnList / Math.max(1, average)))),
    rowCount: isWhole ? rowCount : undefined,
    fetchPage: ({ offset, limit, columns: { first, end } }, signal) =>
      get(`/datasets/${encodeURIComponent(datasetId)}/rows`, rowsAnswerSchema, {
        signal,
        query: {
          offset,
          limit,
          sort: writeSort(sort) || undefined,
          filter,
          q: q || undefined,
          columns: end - first < columns.length ? columns.slice(first, end) : undefined,
        },
      }),
  })
}

/**
 * The rows that answer a question. When the question changes, the rows shown stay until the first of the new ones are
 * there (`isPending` meanwhile), so that nothing flickers; `key` says which question is shown.
 */
export const useRowPages = (question: RowsQuestion): { pages: RowPages; key: string; isPending: boolean } => {
  const key = JSON.stringify(question)
  const [shown, setShown] = useState(() => ({ key, pages: open(question) }))
  const latest = useRef(question)
  latest.current = question

  useEffect(() => {
    if (shown.key === key) return
    const pages = open(latest.current)
    let isTaken = false
    const take = () => {
      isTaken = true
      stopListening()
      setShown({ key, pages })
    }
    const stopListening = pages.subscribe(take)
    pages.look({ rows: { first: 0, end: 1 }, columns: { first: 0, end: 1 }, direction: 0 })
    return () => {
      stopListening()
      if (!isTaken) pages.close()
    }
  }, [key, shown.key])

  useEffect(() => shown.pages.close, [shown.pages])

  return { pages: shown.pages, key: shown.key, isPending: shown.key !== key }
}
