import { useCallback, useEffect, useRef, useState } from 'react'
import type { TableScroll } from './use-table-scroll.ts'

const scrollEvery = 50
const leastMove = 6

type Drag = { pointerId: number; column: number; from: number; x: number; place: number | undefined }

/**
 * Moving a column by dragging its head: the place where it would go is marked, the table scrolls at the edges, Escape
 * leaves everything as it was. Not by touch, where dragging scrolls.
 */
export const useColumnDrag = (
  scroll: React.RefObject<TableScroll>,
  onMove: ((column: number, place: number) => void) | undefined,
) => {
  const drag = useRef<Drag>(undefined)
  const ended = useRef(false)
  const timer = useRef<ReturnType<typeof setInterval>>(undefined)
  const [mark, setMark] = useState<{ column: number; left: number }>()

  const stop = useCallback(() => {
    drag.current = undefined
    clearInterval(timer.current)
    setMark(undefined)
  }, [])
  useEffect(() => () => clearInterval(timer.current), [])
  const isDragged = mark !== undefined
  useEffect(() => {
    if (!isDragged) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      stop()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [isDragged, stop])

  const follow = () => {
    if (!drag.current) return
    const { x, column } = drag.current
    scroll.current.nudge(x)
    const { place, left } = scroll.current.gapAt(x)
    drag.current.place = place
    setMark((now) => (now?.left === left ? now : { column, left }))
  }

  const handlers = {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      ended.current = false
      if (!onMove || event.button !== 0 || event.pointerType === 'touch') return
      const head = (event.target as HTMLElement).closest<HTMLElement>('[data-name-of]')
      if (!head) return
      const column = Number(head.dataset.nameOf)
      drag.current = { pointerId: event.pointerId, column, from: event.clientX, x: event.clientX, place: undefined }
    },
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (drag.current?.pointerId !== event.pointerId) return
      if (event.buttons === 0) return stop()
      drag.current.x = event.clientX
      if (drag.current.place === undefined) {
        if (Math.abs(event.clientX - drag.current.from) < leastMove) return
        event.currentTarget.setPointerCapture(event.pointerId)
        timer.current = setInterval(follow, scrollEvery)
      }
      follow()
    },
    onPointerUp: () => {
      const { column, place } = drag.current ?? {}
      ended.current = place !== undefined
      stop()
      if (column !== undefined && place !== undefined) onMove?.(column, place)
    },
    onPointerCancel: stop,
    onLostPointerCapture: stop,
    /** The click that ends a drag presses nothing. */
    onClickCapture: (event: React.MouseEvent) => {
      if (ended.current) event.stopPropagation()
      ended.current = false
    },
  }
  return { mark, handlers }
}
