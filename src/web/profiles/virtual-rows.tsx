import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'

/** A long list of which only the rows in view exist; rows may have any height. It scrolls with `scroller`. */
export function VirtualRows({
  scroller,
  count,
  rowHeight,
  keyOf,
  children,
}: {
  scroller: HTMLElement | null
  count: number
  rowHeight: number
  keyOf: (index: number) => string
  children: (index: number) => React.ReactNode
}) {
  const list = useRef<HTMLDivElement>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    if (!list.current || !scroller) return
    const above = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    setMargin(Math.round(above + scroller.scrollTop))
  })
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 8,
    scrollMargin: margin,
  })
  return (
    <div ref={list} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => (
        <div
          key={item.key}
          ref={virtual.measureElement}
          data-index={item.index}
          role="presentation"
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${item.start - margin}px)` }}
        >
          {children(item.index)}
        </div>
      ))}
    </div>
  )
}
