import { useRef } from 'react'
import { narrowestColumn, widestColumn } from './column-width.ts'

/** The right edge of a column's head: dragging changes the width, a double press takes the first width again. */
export function ColumnResizer({ width, onResize }: { width: number; onResize: (width: number | undefined) => void }) {
  const began = useRef<{ x: number; width: number }>(undefined)
  return (
    <div
      aria-hidden
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/40 active:bg-accent"
      onPointerDown={(event) => {
        event.preventDefault()
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        began.current = { x: event.clientX, width }
      }}
      onPointerMove={(event) => {
        if (!began.current) return
        const wanted = began.current.width + event.clientX - began.current.x
        onResize(Math.round(Math.min(widestColumn, Math.max(narrowestColumn, wanted))))
      }}
      onPointerUp={() => {
        began.current = undefined
      }}
      onPointerCancel={() => {
        began.current = undefined
      }}
      onDoubleClick={() => onResize(undefined)}
    />
  )
}
