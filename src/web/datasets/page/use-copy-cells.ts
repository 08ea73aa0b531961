import { useCallback, useEffect, useRef, useState } from 'react'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { notify } from '../../ui/notice.tsx'
import { writeClipboard } from '../../ui/write-clipboard.ts'
import { copiedText } from '../table/copied-text.ts'
import type { RowPages } from '../table/row-pages.ts'
import type { RowSource } from '../table/row-source.ts'
import { type CellRange, cellCount } from '../table/selection.ts'

const mostCells = 200_000
const shownMs = 2000

const loadedCells = (source: RowSource, { top, bottom, left, right }: CellRange): unknown[][] | undefined => {
  const rows: unknown[][] = []
  for (let index = top; index <= bottom; index += 1) {
    const row = source.row(index, { first: left, end: right + 1 })
    const values: unknown[] = []
    for (let column = left; column <= right; column += 1) {
      const value = row.value(column)
      if (value === undefined) return undefined
      values.push(value)
    }
    rows.push(values)
  }
  return rows
}

/**
 * Copies stored values. What is on the screen is on the clipboard at once; the rest of a long range is fetched first.
 * Answers the copying function, and for a moment after it what was copied.
 */
export const useCopyCells = (source: RowSource, pages: RowPages | undefined) => {
  const [copied, setCopied] = useState<string>()
  const fetching = useRef<AbortController>(undefined)
  useEffect(() => () => fetching.current?.abort(), [])
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = useCallback(
    (range: CellRange, event: React.ClipboardEvent) => {
      event.preventDefault()
      const count = cellCount(range)
      if (count > mostCells) {
        return notify({
          text: `${formatCount(count)} cells are too many to copy at once. Select at most ${formatCount(mostCells)}.`,
        })
      }
      const done = () => setCopied(`copied ${formatCounted(count, 'cell')}`)
      const loaded = loadedCells(source, range)
      if (loaded) {
        event.clipboardData.setData('text/plain', copiedText(loaded))
        return done()
      }
      if (!pages) return
      fetching.current?.abort()
      const control = new AbortController()
      fetching.current = control
      setCopied(`copying ${formatCounted(count, 'cell')} …`)
      const rows = { first: range.top, end: range.bottom + 1 }
      const columns = { first: range.left, end: range.right + 1 }
      pages
        .fetchRange(rows, columns, control.signal)
        .then((cells) => writeClipboard(copiedText(cells)))
        .then((worked) => {
          if (worked) return done()
          setCopied(undefined)
          notify({ text: 'The browser did not allow copying. Select fewer rows and copy again.' })
        })
        .catch((error) => {
          if (control.signal.aborted) return
          setCopied(undefined)
          notify({ text: `Nothing was copied. ${sentenceOf(error)}` })
        })
    },
    [source, pages],
  )
  return { copy, copied }
}
