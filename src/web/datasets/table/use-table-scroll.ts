import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type ColumnLayout, columnAt, columnsInView, rowsInView, type Span, stickyColumns } from './column-layout.ts'
import { isStuck, placeAfterScroll, placeAtTop, type ScrollPlace, scrollScale } from './scroll-scale.ts'
import type { CellPlace } from './selection.ts'

const extraRows = 8
const rowStep = 4
const extraWidth = 240
const settleAfter = 160
const edgeWidth = 24

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
  /** How many of the pinned columns stay at the left. */
  sticky: number
  reveal: (row: number, column: number | undefined) => void
  locate: (clientX: number, clientY: number) => CellPlace
  /** Between which columns `clientX` falls: before the column at `place`, `left` pixels from the left of the element. */
  gapAt: (clientX: number) => { place: number; left: number }
  /** Scrolls a little where `clientX` is at an edge. */
  nudge: (clientX: number) => void
  toTop: () => void
}

/**
 * Follows the scrollbars of a table and says which cells stand in view. The browser scrolls natively; while the view
 * moves within what stands already, nothing is drawn anew. The first column begins at `offset`; the first `pinned` columns
 * stay in view as far as there is room for them, and with `isOffsetPinned` so does what stands before them.
 */
export const useTableScroll = ({
  rowCount,
  rowHeight,
  headerHeight,
  layout,
  offset,
  isOffsetPinned,
  pinned,
}: {
  rowCount: number
  rowHeight: number
  headerHeight: number
  layout: ColumnLayout
  offset: number
  isOffsetPinned: boolean
  pinned: number
}): TableScroll => {
  const scroller = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const viewport = Math.max(0, size.height - headerHeight)
  const before = isOffsetPinned ? offset : 0
  const sticky = stickyColumns(layout, pinned, size.width === 0 ? Number.POSITIVE_INFINITY : size.width - before)
  const stickyWidth = sticky === 0 ? 0 : (layout.starts[sticky - 1] ?? 0) + (layout.widths[sticky - 1] ?? 0)
  /** The width at the left edge under which columns disappear. */
  const covered = before + stickyWidth
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
      const start = column === undefined || column < sticky ? undefined : layout.starts[column]
      if (column !== undefined && start !== undefined) {
        const left = offset + start - covered
        const right = offset + start + (layout.widths[column] ?? 0) - element.clientWidth
        if (element.scrollLeft > left || right > left) element.scrollLeft = left
        else if (element.scrollLeft < right) element.scrollLeft = right
      }
      show()
    },
    [rowHeight, viewport, layout, offset, covered, sticky, goTo, show],
  )

  /** How far from the left edge of the first column `clientX` is in the layout. */
  const layoutX = useCallback(
    (element: HTMLElement, clientX: number) => {
      const inside = clientX - element.getBoundingClientRect().left
      const first = offset - Math.min(element.scrollLeft, offset - before)
      return Math.max(0, inside < first + stickyWidth ? inside - first : inside + element.scrollLeft - offset)
    },
    [offset, before, stickyWidth],
  )

  const locate = useCallback(
    (clientX: number, clientY: number): CellPlace => {
      const element = scroller.current
      if (!element) return { row: 0, column: 0 }
      const y = clientY - element.getBoundingClientRect().top - headerHeight + place.current.top
      return {
        row: Math.min(Math.max(0, Math.floor(y / rowHeight)), Math.max(0, rowCount - 1)),
        column: columnAt(layout, layoutX(element, clientX)),
      }
    },
    [rowHeight, rowCount, headerHeight, layout, layoutX],
  )

  const gapAt = useCallback(
    (clientX: number) => {
      const element = scroller.current
      if (!element) return { place: 0, left: 0 }
      const x = layoutX(element, clientX)
      const column = columnAt(layout, x)
      const place = x > (layout.starts[column] ?? 0) + (layout.widths[column] ?? 0) / 2 ? column + 1 : column
      const start = layout.starts[place] ?? layout.total
      const { scrollLeft } = element
      const left =
        place < sticky ? Math.max(offset, scrollLeft + before) + start : Math.max(offset + start, scrollLeft + covered)
      return { place, left }
    },
    [layout, layoutX, offset, before, covered, sticky],
  )

  const nudge = useCallback(
    (clientX: number) => {
      const element = scroller.current
      if (!element) return
      const { left } = element.getBoundingClientRect()
      if (clientX > left + element.clientWidth - edgeWidth) element.scrollLeft += edgeWidth
      else if (clientX < left + covered + edgeWidth && clientX > left + covered - edgeWidth) {
        element.scrollLeft -= edgeWidth
      }
    },
    [covered],
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
    sticky,
    reveal,
    locate,
    gapAt,
    nudge,
    toTop,
  }
}
