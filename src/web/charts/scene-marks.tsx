import { useEffect, useId, useRef, useState } from 'react'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { type Brush, boxesOf, brushBetween, brushOfHits, sharesAt, toggleHit } from './scene/brush.ts'
import { hitAt } from './scene/hit-at.ts'
import { hitBeside } from './scene/hit-beside.ts'
import { arcPath } from './scene/paths.ts'
import type { Hit, Scene } from './scene/scene.ts'

const dragFrom = 4
const steps: Record<string, number> = {
  ...{ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 },
  ...{ PageDown: 10, PageUp: -10, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
}
const directions: Record<string, ['x' | 'y', 1 | -1]> = {
  ...{ ArrowRight: ['x', 1], ArrowLeft: ['x', -1], ArrowDown: ['y', 1], ArrowUp: ['y', -1] },
}

/**
 * What lies over a drawing: the values under the pointer, the brush, and for the keyboard a list of all values. Arrows
 * read them, Enter picks, Shift with arrows brushes, Escape takes the brush away.
 */
export function SceneMarks({
  scene,
  brush,
  onBrush,
  onPick,
}: {
  scene: Scene
  brush?: Brush | null | undefined
  onBrush?: ((brush: Brush | null) => void) | undefined
  onPick?: ((hit: Hit) => void) | undefined
}) {
  const { hits, plot } = scene
  const id = useId()
  const layer = useRef<HTMLDivElement>(null)
  const drag = useRef<{ x: number; y: number; isMoved: boolean; before: Brush | null } | undefined>(undefined)
  const anchor = useRef<number | undefined>(undefined)
  const [active, setActive] = useState(-1)
  const sides = onBrush && scene.brush.length > 0 ? scene.brush : undefined
  const isPlane = scene.brush.length > 1
  useEffect(() => hideChartTip, [])

  const show = (index: number) => {
    setActive(index)
    const hit = hits[index]
    const area = layer.current?.getBoundingClientRect()
    if (!hit || !area) return hideChartTip()
    showChartTip({ x: area.left + hit.at.x, y: area.top + hit.at.y, title: hit.title, lines: hit.lines })
  }
  const leave = () => {
    setActive(-1)
    hideChartTip()
  }
  const placeOf = (event: React.PointerEvent) => {
    const area = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - area.left, y: event.clientY - area.top }
  }
  const press = (index: number) => {
    const hit = hits[index]
    if (sides) onBrush?.(hit ? toggleHit(sides, brush ?? null, hit) : null)
    else if (hit) onPick?.(hit)
  }
  const onPointerMove = (event: React.PointerEvent) => {
    const at = placeOf(event)
    const from = drag.current
    if (!from || !sides) return show(hitAt(hits, at.x, at.y))
    from.isMoved ||= Math.hypot(at.x - from.x, at.y - from.y) > dragFrom
    if (!from.isMoved) return
    leave()
    onBrush?.(brushBetween(sides, sharesAt(sides, plot, from.x, from.y), sharesAt(sides, plot, at.x, at.y)))
  }
  const onPointerDown = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    drag.current = { ...placeOf(event), isMoved: false, before: brush ?? null }
    if (sides) event.currentTarget.setPointerCapture(event.pointerId)
    else onPointerMove(event)
  }
  const onPointerUp = (event: React.PointerEvent) => {
    const from = drag.current
    drag.current = undefined
    if (from && !from.isMoved) press(hitAt(hits, ...(Object.values(placeOf(event)) as [number, number])))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const direction = isPlane && active >= 0 && directions[event.key]
      const next = direction
        ? hitBeside(hits, active, ...direction)
        : Math.min(hits.length - 1, Math.max(0, active + step))
      show(next)
      if (!event.shiftKey || !sides) anchor.current = undefined
      else {
        anchor.current ??= Math.max(0, active)
        const [first, last] = [hits[anchor.current], hits[next]]
        const chosen = first && last && brushOfHits(sides, first, last)
        if (chosen) onBrush?.(chosen)
      }
    } else if ((event.key === 'Enter' || event.key === ' ') && active >= 0) {
      event.preventDefault()
      press(active)
    } else if (event.key === 'Escape' && (brush || active >= 0)) {
      event.stopPropagation()
      leave()
      if (brush) onBrush?.(null)
    }
  }
  const shown = hits[active]
  const option = shown ?? hits[0]
  return (
    <div
      ref={layer}
      role="listbox"
      aria-label="Values of the chart"
      aria-activedescendant={shown ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && active < 0 && show(0)}
      onBlur={leave}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerDown}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        if (drag.current?.isMoved) onBrush?.(drag.current.before)
        drag.current = undefined
      }}
      onPointerLeave={leave}
      className="absolute inset-0 rounded-sm"
      // A finger that goes up or down scrolls the page; one that first goes aside brushes, whatever way it then takes.
      style={{ touchAction: sides ? 'pan-y pinch-zoom' : 'auto' }}
    >
      <svg aria-hidden className="pointer-events-none block size-full overflow-visible">
        {sides && brush && <Brushed scene={scene} brush={brush} />}
        {shown && <Outline hit={shown} />}
      </svg>
      {option && (
        // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names the value that is read
        <span
          key={active}
          id={`${id}-${Math.max(0, active)}`}
          role="option"
          aria-selected={shown !== undefined}
          aria-posinset={Math.max(0, active) + 1}
          aria-setsize={hits.length}
          className="sr-only"
        >
          {[option.title, ...option.lines].join(', ')}
        </span>
      )}
    </div>
  )
}

function Outline({ hit: { area, at } }: { hit: Hit }) {
  if ('outer' in area) return <path d={arcPath(area)} className="fill-none stroke-text stroke-2" />
  return (
    <>
      <rect {...area} className="fill-text/6" />
      <circle cx={at.x} cy={at.y} r={3} className="fill-surface stroke-text stroke-[1.5px]" />
    </>
  )
}

/** What is chosen is framed; a veil lies over the rest of the plot, so that it stands back. */
function Brushed({ scene: { plot, brush: sides }, brush }: { scene: Scene; brush: Brush }) {
  const boxes = boxesOf(sides, plot, brush)
  const outlines = [plot, ...boxes].map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`)
  return (
    <>
      {boxes.length > 0 && <path d={outlines.join('')} fillRule="evenodd" className="fill-surface/65" />}
      {boxes.map((box) => (
        <rect key={`${box.x} ${box.y}`} {...box} className="fill-accent/10 stroke-accent" />
      ))}
    </>
  )
}
