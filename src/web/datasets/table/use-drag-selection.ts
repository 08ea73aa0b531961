import { useEffect, useRef } from 'react'
import { type CellPlace, extendTo, place, selectRow } from './selection.ts'
import type { GridSelection } from './use-grid-selection.ts'
import type { TableScroll } from './use-table-scroll.ts'

const scrollEvery = 50

type Drag = { pointerId: number; rows: boolean; x: number; y: number }

/**
 * Selecting with the pointer: a press selects a cell (with shift extends to it), dragging selects a range and scrolls at
 * the edges, a press on a row's number selects the row. Touch only selects a cell, because dragging scrolls there.
 */
export const useDragSelection = ({
  selection,
  scroll,
  rowCount,
  columnCount,
  headerHeight,
  numberWidth,
}: {
  selection: GridSelection
  scroll: TableScroll
  rowCount: number
  columnCount: number
  headerHeight: number
  numberWidth: number
}) => {
  const drag = useRef<Drag>(undefined)
  const scrolling = useRef<ReturnType<typeof setInterval>>(undefined)
  const latest = useRef({ selection, scroll })
  latest.current = { selection, scroll }

  const stop = () => {
    drag.current = undefined
    clearInterval(scrolling.current)
  }
  useEffect(() => () => clearInterval(scrolling.current), [])

  const extend = (at: CellPlace) => {
    const { cells, set } = latest.current.selection
    const column = drag.current?.rows ? 0 : at.column
    if (cells.active.row === at.row && cells.active.column === column) return
    set(extendTo(cells, { row: at.row, column }))
  }

  const follow = () => {
    const { scroll } = latest.current
    if (!drag.current || !scroll.scroller.current) return
    const box = scroll.scroller.current.getBoundingClientRect()
    const at = scroll.locate(drag.current.x, drag.current.y)
    extend(at)
    const isOutside =
      drag.current.y < box.top + headerHeight ||
      drag.current.y > box.bottom ||
      drag.current.x < box.left ||
      drag.current.x > box.right
    if (isOutside) scroll.reveal(at.row, drag.current.rows ? undefined : at.column)
  }

  const isInCells = (event: React.PointerEvent<HTMLElement>) => {
    const element = scroll.scroller.current
    if (!element || rowCount === 0 || columnCount === 0) return false
    const box = element.getBoundingClientRect()
    const x = event.clientX - box.left
    const y = event.clientY - box.top
    return y >= headerHeight && y < element.clientHeight && x < element.clientWidth
  }

  return {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !isInCells(event)) return
      const target = event.target as HTMLElement
      if (!target.closest('[role=row]')) return
      const at = scroll.locate(event.clientX, event.clientY)
      const isNumber = target.closest('[role=rowheader]') !== null && numberWidth > 0
      if (event.shiftKey) selection.set(extendTo(selection.cells, isNumber ? { row: at.row, column: 0 } : at))
      else selection.set(isNumber ? selectRow(at.row, columnCount) : place(at.row, at.column))
      if (event.pointerType === 'touch') return
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { pointerId: event.pointerId, rows: isNumber, x: event.clientX, y: event.clientY }
      clearInterval(scrolling.current)
      scrolling.current = setInterval(follow, scrollEvery)
    },
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (drag.current?.pointerId !== event.pointerId) return
      drag.current.x = event.clientX
      drag.current.y = event.clientY
      follow()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onLostPointerCapture: stop,
  }
}
