import { useEffect, useMemo, useRef, useState } from 'react'
import { type Filter, rowsAnswerSchema } from '../../../shared/rows.ts'
import { get } from '../../api/request.ts'
import { columnsAskedAtOnce, createRowPages, type RowPages } from './row-pages.ts'
import { type SortKey, writeSort } from './sort-order.ts'

/** What decides which rows a table shows, and in which order. */
export type RowsQuestion = {
  datasetId: string
  version: number
  /** The columns to fetch, in the order of the table. */
  columns: string[]
  columnCount: number
  rowCount: number
  sort: SortKey[]
  filter: Filter | undefined
  q: string
}

const longestColumnList = 6000
const mostColumns = 48

const open = ({ datasetId, columns, columnCount, rowCount, sort, filter, q }: RowsQuestion): RowPages => {
  const isWhole = filter === undefined && q === ''
  const isEveryColumn = columns.length === columnCount
  const average = encodeURIComponent(JSON.stringify(columns)).length / Math.max(1, columns.length)
  return createRowPages({
    columnCount: columns.length,
    columnsPerQuestion:
      isEveryColumn && columnCount <= columnsAskedAtOnce
        ? columnCount
        : Math.max(4, Math.min(mostColumns, Math.floor(longestColumnList / Math.max(1, average)))),
    rowCount: isWhole ? rowCount : undefined,
    fetchPage: ({ offset, limit, columns: asked }, signal) =>
      get(`/datasets/${encodeURIComponent(datasetId)}/rows`, rowsAnswerSchema, {
        signal,
        query: {
          offset,
          limit,
          sort: writeSort(sort) || undefined,
          filter,
          q: q || undefined,
          columns: asked.length < columnCount ? asked.map((column) => columns[column]) : undefined,
        },
      }),
  })
}

export type ShownRows = { pages: RowPages; question: RowsQuestion; key: string }

/**
 * The rows that answer a question; undefined until the first of them are there. When the question changes, the rows shown
 * stay until the first of the new ones have arrived (`isPending` meanwhile), so that nothing flickers.
 */
export const useRowPages = (
  question: RowsQuestion | undefined,
): { shown: ShownRows | undefined; isPending: boolean } => {
  const key = useMemo(() => question && JSON.stringify(question), [question])
  const [shown, setShown] = useState<ShownRows>()
  const latest = useRef(question)
  latest.current = question

  useEffect(() => {
    const asked = latest.current
    if (key === undefined || asked === undefined || shown?.key === key) return
    const pages = open(asked)
    let isTaken = false
    const take = () => {
      isTaken = true
      stopListening()
      setShown({ pages, question: asked, key })
    }
    const stopListening = pages.subscribe(take)
    pages.look({ rows: { first: 0, end: 1 }, columns: [0], direction: 0 })
    return () => {
      stopListening()
      if (!isTaken) pages.close()
    }
  }, [key, shown?.key])

  useEffect(() => shown?.pages.close, [shown?.pages])

  return { shown, isPending: key !== undefined && shown?.key !== key }
}
