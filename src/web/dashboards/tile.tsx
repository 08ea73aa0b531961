import { Link } from '@tanstack/react-router'
import { GripVertical, X } from 'lucide-react'
import { useRef } from 'react'
import type { StoredChart } from '../../shared/charts.ts'
import type { DashboardPlace } from '../../shared/dashboards.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'

export const rowHeight = 48
export const gap = 12
const headerHeight = 36
const padding = 12

/** The height of what a place shows, below its title. */
export const innerHeight = (h: number): number => h * rowHeight + (h - 1) * gap - headerHeight - padding

/** What is done to a place: by pointer in columns and rows, by keys in single steps. */
export type TileHandling = {
  onMove: (by: { x: number; y: number }, isDone: boolean) => void
  onResize: (by: { w: number; h: number }, isDone: boolean) => void
  onRemove: () => void
}

/** A place of the grid with its title, and handles while the dashboard is arranged. */
export function Tile({
  chart,
  place,
  columnWidth,
  handling,
  children,
}: {
  chart: StoredChart | undefined
  place: DashboardPlace
  /** Of a column with its gap, in pixels. */
  columnWidth: number
  handling: TileHandling | undefined
  children: React.ReactNode
}) {
  const title = chart?.title ?? 'Not visible'
  return (
    <article
      aria-label={title}
      className="relative flex min-w-0 flex-col rounded border border-hairline bg-surface"
      style={{ height: innerHeight(place.h) + headerHeight + padding }}
    >
      <header className="flex items-center gap-1 pr-1.5 pl-3" style={{ height: headerHeight }}>
        {handling && <Handle title={title} handling={handling} columnWidth={columnWidth} />}
        <h2 className="min-w-0 flex-1 truncate text-13 font-medium" title={title}>
          {chart ? (
            <Link
              to="/datasets/$id/$tab"
              params={{ id: chart.dataset_id, tab: 'charts' as never }}
              search={{ chart: chart.spec, kept: chart.id } as never}
              className="rounded-sm underline-offset-2 hover:underline"
            >
              {title}
            </Link>
          ) : (
            title
          )}
        </h2>
        {chart && <span className="max-w-40 truncate text-12 text-text-3">{chart.dataset_title}</span>}
        {handling && (
          <IconButton size="small" label={`Take ${title} off the dashboard`} onPress={handling.onRemove}>
            <X aria-hidden size={14} />
          </IconButton>
        )}
      </header>
      <div className="min-h-0 flex-1 px-3 pb-3">{children}</div>
      {handling && <Corner handling={handling} columnWidth={columnWidth} />}
    </article>
  )
}

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

function Handle({ title, handling, columnWidth }: { title: string; handling: TileHandling; columnWidth: number }) {
  const drag = useSteps(columnWidth, ({ x, y }, isDone) => handling.onMove({ x, y }, isDone))
  return (
    <button
      type="button"
      aria-label={`Move ${title}: arrow keys move it, with Shift they change its size`}
      {...drag}
      onKeyDown={(event) => {
        const by = arrows[event.key]
        if (!by) return
        event.preventDefault()
        if (event.shiftKey) handling.onResize({ w: by.x, h: by.y }, true)
        else handling.onMove(by, true)
      }}
      className="-ml-1.5 grid size-6 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-text-2 hover:bg-hover hover:text-text active:cursor-grabbing"
    >
      <GripVertical aria-hidden size={14} />
    </button>
  )
}

function Corner({ handling, columnWidth }: { handling: TileHandling; columnWidth: number }) {
  const drag = useSteps(columnWidth, ({ x, y }, isDone) => handling.onResize({ w: x, h: y }, isDone))
  return (
    <div
      {...drag}
      aria-hidden
      className={classNames(
        'absolute right-0 bottom-0 size-6 cursor-nwse-resize touch-none',
        'after:absolute after:right-1 after:bottom-1 after:size-2 after:border-r-2 after:border-b-2 after:border-control',
      )}
    />
  )
}

/** A drag in whole columns and rows of the grid. */
const useSteps = (columnWidth: number, onSteps: (by: { x: number; y: number }, isDone: boolean) => void) => {
  const from = useRef<{ x: number; y: number } | undefined>(undefined)
  const stepsTo = (event: React.PointerEvent) => ({
    x: Math.round((event.clientX - (from.current?.x ?? 0)) / Math.max(1, columnWidth)),
    y: Math.round((event.clientY - (from.current?.y ?? 0)) / (rowHeight + gap)),
  })
  return {
    onPointerDown: (event: React.PointerEvent) => {
      if (event.button !== 0) return
      from.current = { x: event.clientX, y: event.clientY }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: React.PointerEvent) => {
      if (from.current) onSteps(stepsTo(event), false)
    },
    onPointerUp: (event: React.PointerEvent) => {
      if (!from.current) return
      onSteps(stepsTo(event), true)
      from.current = undefined
    },
    onPointerCancel: () => {
      if (from.current) onSteps({ x: 0, y: 0 }, true)
      from.current = undefined
    },
  }
}
