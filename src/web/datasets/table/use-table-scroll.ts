import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type ColumnLayout, columnAt, columnsInView, rowsInView, type Span } from './column-layout.ts'
import { isStuck, placeAfterScroll, placeAtTop, type ScrollPlace, scrollScale } from './scroll-scale.ts'
import type { CellPlace } from './selection.ts'

const extraRows = 8
const rowStep = 4
const extraWidth = 240
const settleAfter = 160

/** What stands in the table now, at most `pool` rows. A row's place in the element is `shift + row * rowHeight`. */
export type TableView = { rows: Span; columns: Span; shift: number; direction: -1 | 0 | 1; pool: number }

const sameSpan = (a: Span, b: Span) => a.first === b.first && a.end === b.end
const sameView = (a: TableView, b: TableView) =>
  sameSpan(a.rows, b.rows) && sameSpan(a.columns, b.columns) && a.shift === b.shift

export type TableScroll = {
  scroller: RefObject<HTMLDivElement | null>
  view: TableView
  elementHeight: number
  rowsPerPage: number
  reveal: (row: number, column: number | undefined) => void
  locate: (clientX: number, clientY: number) => CellPlace
  toTop: () => void
}

/**
 * Follows the scrollbars of a table and says which cells stand in view. The browser scrolls natively; while the view
 * moves within what stands already, nothing is drawn anew. The first column begins at `offset`; `covered` is the width at
 * the left edge under which columns disappear.
 */
export const useTableScroll = ({
  rowCount,
  rowHeight,
  headerHeight,
  layout,
  offset,
  covered,
}: {
  rowCount: number
  rowHeight: number
  headerHeight: number
  layout: ColumnLayout
  offset: number
  covered: number
}): TableScroll => {
  const scroller = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const viewport = Math.max(0, size.height - headerHeight)
  const scale = useMemo(() => scrollScale(rowCount, rowHeight, viewport), [rowCount, rowHeight, viewport])
  const place = useRef<ScrollPlace>({ top: 0, scrollTop: 0 })
  const direction = useRef<-1 | 0 | 1>(0)
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined)

  const viewNow = useCallback((): TableView => {
    const { top, scrollTop } = place.current
    const left = scroller.current?.scrollLeft ?? 0
    const { first } = rowsInView(top, viewport, rowHeight, rowCount, extraRows)
    const from = first - (first % rowStep)
    const pool = Math.ceil(viewport / rowHeight) + 1 + 2 * extraRows + rowStep
    return {
      rows: { first: from, end: Math.min(rowCount, from + pool) },
      pool,
      columns: columnsInView(layout, left + covered - offset - extraWidth, left + size.width - offset + extraWidth),
      shift: Math.round(scrollTop - top),
      direction: direction.current,
    }
  }, [viewport, rowHeight, rowCount, layout, size.width, offset, covered])

  const [view, setView] = useState<TableView>(viewNow)
  const shown = useRef(view)

  const show = useCallback(() => {
    const next = viewNow()
    const comesToRest = next.direction === 0 && shown.current.direction !== 0
    if (sameView(shown.current, next) && !comesToRest) return
    const { columns } = shown.current
    shown.current = sameSpan(columns, next.columns) ? { ...next, columns } : next
    setView(shown.current)
  }, [viewNow])

  const goTo = useCallback(
    (top: number) => {
      const element = scroller.current
      const wanted = placeAtTop(scale, top)
      if (element && element.scrollTop !== wanted.scrollTop) {
        element.scrollTop = wanted.scrollTop
        const reached = element.scrollTop
        place.current = { top: wanted.top + (reached - wanted.scrollTop), scrollTop: reached }
      } else place.current = wanted
    },
    [scale],
  )

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(() => flushSync(measure))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    goTo(place.current.top)
    show()
  }, [goTo, show])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const settle = () => {
      if (scale.isScaled) goTo(place.current.top)
      direction.current = 0
      show()
    }
    const follow = () => {
      const next = placeAfterScroll(scale, place.current, element.scrollTop)
      if (next.top !== place.current.top) direction.current = next.top > place.current.top ? 1 : -1
      place.current = next
      if (isStuck(scale, next)) goTo(next.top)
      clearTimeout(settling.current)
      settling.current = setTimeout(settle, settleAfter)
      flushSync(show)
    }
    element.addEventListener('scroll', follow, { passive: true })
    return () => {
      element.removeEventListener('scroll', follow)
      clearTimeout(settling.current)
    }
  }, [scale, goTo, show])

  const reveal = useCallback(
    (row: number, column: number | undefined) => {
      const element = scroller.current
      if (!element) return
      const rowTop = row * rowHeight
      const { top } = place.current
      if (rowTop < top) goTo(rowTop)
      else if (rowTop + rowHeight > top + viewport) goTo(rowTop + rowHeight - viewport)
      const start = column === undefined ? undefined : layout.starts[column]
      if (column !== undefined && start !== undefined) {
        const left = offset + start - covered
        const right = offset + start + (layout.widths[column] ?? 0) - element.clientWidth
        if (element.scrollLeft > left || right > left) element.scrollLeft = left
        else if (element.scrollLeft < right) element.scrollLeft = right
      }
      show()
    },
    [rowHeight, viewport, layout, offset, covered, goTo, show],
  )

  const locate = useCallback(
    (clientX: number, clientY: number): CellPlace => {
      const element = scroller.current
      if (!element) return { row: 0, column: 0 }
      const box = element.getBoundingClientRect()
      const y = clientY - box.top - headerHeight + place.current.top
      const inside = clientX - box.left
      const x =
        inside + (inside < covered ? Math.min(element.scrollLeft, covered - offset) : element.scrollLeft) - offset
      return {
        row: Math.min(Math.max(0, Math.floor(y / rowHeight)), Math.max(0, rowCount - 1)),
        column: columnAt(layout, Math.max(0, x)),
      }
    },
    [rowHeight, rowCount, headerHeight, layout, offset, covered],
  )

  const toTop = useCallback(() => {
    goTo(0)
    show()
  }, [goTo, show])

  return {
    scroller,
    view,
    elementHeight: scale.elementHeight,
    rowsPerPage: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    reveal,
    locate,
    toTop,
  }
}
