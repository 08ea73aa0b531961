import { useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { createStore, useStore } from '../ui/create-store.ts'

type Tip = { x: number; y: number; title: string; lines: string[] }

const current = createStore<Tip | null>(null)

/** Shows exact values beside the mark under the pointer; `x` and `y` are the middle of its upper edge in the window. */
export const showChartTip = (tip: Tip): void => current.set(tip)

export const hideChartTip = (): void => current.set(null)

const margin = 8

/** The one tooltip of all charts of a page. */
export function ChartTip() {
  const tip = useStore(current)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!tip || !box.current) return
    const { width, height } = box.current.getBoundingClientRect()
    const left = Math.min(Math.max(margin, tip.x - width / 2), window.innerWidth - width - margin)
    const above = tip.y - height - margin
    box.current.style.left = `${Math.round(left)}px`
    box.current.style.top = `${Math.round(above < margin ? tip.y + 3 * margin : above)}px`
  }, [tip])
  useLayoutEffect(() => hideChartTip, [])
  if (!tip) return null
  return createPortal(
    <div
      ref={box}
      aria-hidden
      className="pointer-events-none fixed z-50 max-w-72 rounded bg-inverse px-2 py-1 text-12 text-on-inverse tabular"
    >
      <div className="truncate font-medium">{tip.title}</div>
      {tip.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>,
    document.body,
  )
}
