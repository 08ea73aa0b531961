import { useCallback, useEffect, useRef, useState } from 'react'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { notify } from '../../ui/notice.tsx'
import { writeClipboardLater } from '../../ui/write-clipboard-later.ts'
import { copiedText } from '../table/copied-text.ts'
import type { RowPages } from '../table/row-pages.ts'
import type { RowSource } from '../table/row-source.ts'
import { type CellRange, cellCount } from '../table/selection.ts'

const mostCells = 200_000
const shownMs = 2000

const columnsOf = ({ left, right }: CellRange) => Array.from({ length: right - left + 1 }, (_, at) => left + at)

const loadedCells = (source: RowSource, range: CellRange): unknown[][] | undefined => {
  const columns = columnsOf(range)
  const rows: unknown[][] = []
  for (let index = range.top; index <= range.bottom; index += 1) {
    const row = source.row(index, columns)
    const values = columns.map(row.value)
    if (values.includes(undefined)) return undefined
    rows.push(values)
  }
  return rows
}

/** The first rows of a range, as many as are copied at once. */
const boundedRange = (range: CellRange): CellRange => {
  const rows = Math.max(1, Math.floor(mostCells / (range.right - range.left + 1)))
  return { ...range, bottom: Math.min(range.bottom, range.top + rows - 1) }
}

/**
 * Copies stored values, with the names of their columns where no event asks for the plain cells. What is on the screen is
 * on the clipboard at once; the rest of a long range is fetched first, and what is too much is said. Answers the copying
 * function, and what is or was just copied.
 */
export const useCopyCells = ({
  source,
  pages,
  fetched,
  names,
}: {
  source: RowSource
  pages: RowPages | undefined
  /** Where the pages have each column. */
  fetched: (number | undefined)[] | undefined
  names: string[]
}) => {
  const [copied, setCopied] = useState<string>()
  const fetching = useRef<AbortController>(undefined)
  useEffect(() => () => fetching.current?.abort(), [])
  useEffect(() => {
    if (!copied?.startsWith('copied')) return
    const timer = setTimeout(() => setCopied(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = useCallback(
    (range: CellRange, event?: React.ClipboardEvent) => {
      event?.preventDefault()
      fetching.current?.abort()
      const control = new AbortController()
      fetching.current = control
      const part = boundedRange(range)
      const rowCount = range.bottom - range.top + 1
      const copiedRows = part.bottom - part.top + 1
      const head = event ? [] : [names.slice(range.left, range.right + 1)]
      const done = () => {
        const headed = head.length > 0 ? ' with their headers' : ''
        setCopied(`copied ${formatCounted(cellCount(part), 'cell')}${headed}`)
        if (copiedRows < rowCount) {
          notify({
            text: `The first ${formatCount(copiedRows)} of ${formatCounted(rowCount, 'row')} are copied: at most ${formatCount(mostCells)} cells at once. Export gives all of them.`,
          })
        }
      }
      const loaded = loadedCells(source, part)
      if (loaded && event) {
        event.clipboardData.setData('text/plain', copiedText(loaded))
        return done()
      }
      const wanted = fetched?.slice(part.left, part.right + 1)
      if (!loaded && (!pages || !wanted || wanted.includes(undefined))) {
        return notify({ text: 'These cells are not there yet. Copy again when they are.' })
      }
      const tell = (rows: number) => setCopied(`copying ${formatCount(rows)} of ${formatCounted(copiedRows, 'row')} …`)
      const cells =
        loaded ??
        pages?.fetchRange({ first: part.top, end: part.bottom + 1 }, wanted as number[], control.signal, tell) ??
        []
      if (!loaded) tell(0)
      writeClipboardLater(Promise.resolve(cells).then((rows) => copiedText([...head, ...rows])))
        .then((worked) => {
          if (control.signal.aborted) return
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
    [source, pages, fetched, names],
  )
  return { copy, copied }
}
