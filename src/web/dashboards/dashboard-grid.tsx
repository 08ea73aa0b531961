import { useState } from 'react'
import type { Dashboard, DashboardPlace } from '../../shared/dashboards.ts'
import { dashboardColumns } from '../../shared/dashboards.ts'
import type { Brush } from '../charts/scene/brush.ts'
import { allOf } from '../charts/scene/picked-rows.ts'
import { useWidth } from '../charts/use-width.ts'
import { useMedia } from '../ui/use-media.ts'
import { useSettled } from '../ui/use-settled.ts'
import { arrange, readingOrder, withoutPlace } from './arrange.ts'
import { filterOfOthers } from './link-charts.ts'
import { gap, innerHeight, Tile, type TileHandling } from './tile.tsx'
import { TileChart } from './tile-chart.tsx'
import { TileRows } from './tile-rows.tsx'
import type { useLinkedCharts } from './use-linked-charts.ts'

const restMs = 250

/** The charts of a dashboard in twelve columns, below each other on a narrow screen. */
export function DashboardGrid({
  dashboard,
  links,
  isArranging,
  onBrush,
  onLayout,
}: {
  dashboard: Dashboard
  links: ReturnType<typeof useLinkedCharts>
  isArranging: boolean
  onBrush: (chartId: string, brush: Brush | null) => void
  onLayout: (layoutOf: (now: DashboardPlace[]) => DashboardPlace[]) => void
}) {
  const [box, width] = useWidth()
  const isNarrow = useMedia('(max-width: 719.98px)')
  const [draft, setDraft] = useState<DashboardPlace[]>()
  const [said, setSaid] = useState('')
  const layout = (draft ?? dashboard.layout).toSorted(readingOrder)
  const columnWidth = (width + gap) / dashboardColumns

  const handlingOf = (id: string): TileHandling => {
    const place = dashboard.layout.find(({ chart_id }) => chart_id === id) as DashboardPlace
    const apply = (next: DashboardPlace, isDone: boolean) => {
      const arranged = arrange(dashboard.layout, next)
      setDraft(isDone ? undefined : arranged)
      if (!isDone) return
      const { x, y, w, h } = arranged.find(({ chart_id }) => chart_id === id) ?? next
      setSaid(`Column ${x + 1}, row ${y + 1}, ${w} wide, ${h} high.`)
      if (JSON.stringify(arranged.toSorted(readingOrder)) !== JSON.stringify(dashboard.layout.toSorted(readingOrder))) {
        onLayout((now) => arrange(now, next))
      }
    }
    return {
      onMove: (by, isDone) => apply({ ...place, x: place.x + by.x, y: place.y + by.y }, isDone),
      onResize: (by, isDone) => apply({ ...place, w: place.w + by.w, h: place.h + by.h }, isDone),
      onRemove: () => onLayout((now) => withoutPlace(now, id)),
    }
  }

  return (
    <div
      ref={box}
      className="grid items-start"
      style={{
        gap,
        gridTemplateColumns: isNarrow ? 'minmax(0, 1fr)' : `repeat(${dashboardColumns}, minmax(0, 1fr))`,
        ...(isNarrow ? {} : { gridAutoRows: 48 }),
      }}
    >
      {layout.map((place) => {
        const chart = dashboard.charts.find(({ id }) => id === place.chart_id)
        return (
          <div
            key={place.chart_id}
            className="min-w-0"
            style={
              isNarrow
                ? {}
                : {
                    gridColumn: `${place.x + 1} / span ${place.w}`,
                    gridRow: `${place.y + 1} / span ${place.h}`,
                  }
            }
          >
            <Tile
              chart={chart}
              place={place}
              columnWidth={columnWidth}
              handling={isArranging && !isNarrow ? handlingOf(place.chart_id) : undefined}
            >
              <TileContent dashboard={dashboard} place={place} links={links} onBrush={onBrush} />
            </Tile>
          </div>
        )
      })}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  )
}

function TileContent({
  dashboard,
  place,
  links,
  onBrush,
}: {
  dashboard: Dashboard
  place: DashboardPlace
  links: ReturnType<typeof useLinkedCharts>
  onBrush: (chartId: string, brush: Brush | null) => void
}) {
  const chart = dashboard.charts.find(({ id }) => id === place.chart_id)
  const group = links.datasets.find(({ dataset }) => dataset.id === chart?.dataset_id)
  const filter = useSettled(
    allOf([chart?.spec.filter ?? undefined, group?.filter, group && filterOfOthers(group.charts, place.chart_id)]),
    restMs,
  )
  if (!chart) return <Remark>This chart was removed, or its dataset is not shared with you.</Remark>
  const [gone, ...others] = chart.missing_columns
  if (gone !== undefined) {
    return (
      <Remark>
        {others.length === 0
          ? `The dataset no longer has the column ${gone}.`
          : `The dataset no longer has the columns ${[gone, ...others].join(', ')}.`}{' '}
        The chart is kept and comes back with them.
      </Remark>
    )
  }
  if (chart.spec.mark === 'table') {
    return group ? <TileRows chart={chart} dataset={group.dataset} filter={filter} /> : null
  }
  const shown = links.shown.get(chart.id)
  if (!shown) return null
  return (
    <TileChart
      shown={shown}
      height={innerHeight(place.h)}
      onBrush={(brush) => onBrush(chart.id, brush)}
      onApproach={() => links.prepare(chart.id)}
    />
  )
}

function Remark({ children }: { children: React.ReactNode }) {
  return (
    <p role="note" className="text-13 text-text-2">
      {children}
    </p>
  )
}
