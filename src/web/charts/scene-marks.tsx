import { useEffect, useId, useRef, useState } from 'react'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import {
  type Brush,
  brushBetween,
  shareAt,
  sharesOfHit,
  stretchesOf,
  stretchesOutside,
  toggleCategory,
} from './scene/brush.ts'
import { hitAt } from './scene/hit-at.ts'
import { arcPath } from './scene/paths.ts'
import type { Box, Hit, Scene } from './scene/scene.ts'

const dragFrom = 4
const steps: Record<string, number> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
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
  const drag = useRef<{ x: number; y: number; isMoved: boolean } | undefined>(undefined)
  const anchor = useRef<number | undefined>(undefined)
  const [active, setActive] = useState(-1)
  const side = onBrush && scene.brush
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
    if (side?.categories && hit) return onBrush?.(toggleCategory(side, brush ?? null, sharesOfHit(side, plot, hit)))
    if (hit && onPick) return onPick(hit)
    if (side && brush) onBrush?.(null)
  }
  const onPointerMove = (event: React.PointerEvent) => {
    const at = placeOf(event)
    const from = drag.current
    if (!from || !side) return show(hitAt(hits, at.x, at.y))
    from.isMoved ||= Math.hypot(at.x - from.x, at.y - from.y) > dragFrom
    if (!from.isMoved) return
    leave()
    onBrush?.(brushBetween(side, shareAt(side, plot, from.x, from.y), shareAt(side, plot, at.x, at.y)))
  }
  const onPointerDown = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    drag.current = { ...placeOf(event), isMoved: false }
    if (side) event.currentTarget.setPointerCapture(event.pointerId)
    else onPointerMove(event)
  }
  const onPointerUp = (event: React.PointerEvent) => {
    const from = drag.current
    drag.current = undefined
    if (from && !from.isMoved) press(hitAt(hits, ...(Object.values(placeOf(event)) as [number, number])))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = steps[event.key]
    const last = hits.length - 1
    if (step !== undefined || event.key === 'Home' || event.key === 'End') {
      event.preventDefault()
      const next =
        event.key === 'Home' ? 0 : event.key === 'End' ? last : Math.min(last, Math.max(0, active + (step ?? 0)))
      show(next)
      if (!event.shiftKey || !side) anchor.current = undefined
      else {
        anchor.current ??= Math.max(0, active)
        onBrush?.(brushOfHits(scene, side, anchor.current, next))
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
        drag.current = undefined
      }}
      onPointerLeave={leave}
      className="absolute inset-0 rounded-sm"
      style={{ touchAction: side ? (side.side === 'x' ? 'pan-y' : 'pan-x') : 'auto' }}
    >
      <svg aria-hidden className="pointer-events-none block size-full overflow-visible">
        {side && brush && <Brushed scene={scene} stretches={stretchesOf(side, brush)} side={side.side} />}
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

const brushOfHits = ({ hits, plot }: Scene, side: NonNullable<Scene['brush']>, one: number, other: number) => {
  const shares = [one, other].flatMap((index) => {
    const hit = hits[index]
    return hit ? sharesOfHit(side, plot, hit) : []
  })
  return brushBetween(side, Math.min(...shares), Math.max(...shares))
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
function Brushed({
  scene: { plot },
  stretches,
  side,
}: {
  scene: Scene
  stretches: [number, number][]
  side: 'x' | 'y'
}) {
  const boxOf = ([start, end]: [number, number], least: number): Box =>
    side === 'x'
      ? { ...plot, x: plot.x + start * plot.width, width: Math.max(least, (end - start) * plot.width) }
      : { ...plot, y: plot.y + start * plot.height, height: Math.max(least, (end - start) * plot.height) }
  return (
    <>
      {stretchesOutside(stretches).map((stretch) => (
        <rect key={`outside ${stretch[0]}`} {...boxOf(stretch, 0)} className="fill-surface/65" />
      ))}
      {stretches.map((stretch) => (
        <rect key={stretch[0]} {...boxOf(stretch, 1)} className="fill-accent/10 stroke-accent" />
      ))}
    </>
  )
}
