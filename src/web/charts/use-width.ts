import { type RefCallback, useCallback, useState } from 'react'

/** The width of the element that takes the ref, in whole pixels, followed as it changes; 0 before there is one. */
export const useWidth = (): [ref: RefCallback<HTMLElement>, width: number] => {
  const [width, setWidth] = useState(0)
  const follow = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [follow, width]
}
