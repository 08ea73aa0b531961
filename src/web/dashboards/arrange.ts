import { type DashboardPlace, dashboardColumns } from '../../shared/dashboards.ts'

const highest = 24

/** A layout in which one place has moved or has another size: what it covers makes room below, and all float up. */
export const arrange = (layout: readonly DashboardPlace[], moved: DashboardPlace): DashboardPlace[] => {
  const kept = within(moved)
  const others = layout.filter(({ chart_id }) => chart_id !== moved.chart_id).sort(readingOrder)
  const settled: DashboardPlace[] = [kept]
  for (const place of others) {
    let at = place
    for (let hit = hitIn(settled, at); hit; hit = hitIn(settled, at)) at = { ...at, y: hit.y + hit.h }
    settled.push(at)
  }
  return floatUp(settled)
}

/** A layout without a chart; what stood below it floats up. */
export const withoutPlace = (layout: readonly DashboardPlace[], id: string): DashboardPlace[] =>
  floatUp(layout.filter(({ chart_id }) => chart_id !== id))

/** A place for one more chart of this size, below all others unless a row has room. */
export const placeBelow = (
  layout: readonly DashboardPlace[],
  size: Pick<DashboardPlace, 'chart_id' | 'w' | 'h'>,
): DashboardPlace => {
  const bottom = Math.max(0, ...layout.map(({ y, h }) => y + h))
  for (let y = 0; y < bottom; y++) {
    for (let x = 0; x + size.w <= dashboardColumns; x++) {
      if (!hitIn(layout, { ...size, x, y })) return { ...size, x, y }
    }
  }
  return { ...size, x: 0, y: bottom }
}

/** From the top, and in a row from the left. */
export const readingOrder = (one: DashboardPlace, other: DashboardPlace): number => one.y - other.y || one.x - other.x

const floatUp = (layout: readonly DashboardPlace[]): DashboardPlace[] => {
  const settled: DashboardPlace[] = []
  for (const place of layout.toSorted(readingOrder)) {
    let at = place
    while (at.y > 0 && !hitIn(settled, { ...at, y: at.y - 1 })) at = { ...at, y: at.y - 1 }
    settled.push(at)
  }
  return settled
}

const within = ({ chart_id, x, y, w, h }: DashboardPlace): DashboardPlace => {
  const width = Math.min(Math.max(1, w), dashboardColumns)
  return {
    ...{ chart_id, w: width, h: Math.min(Math.max(2, h), highest) },
    ...{ x: Math.min(Math.max(0, x), dashboardColumns - width), y: Math.max(0, y) },
  }
}

const hitIn = (layout: readonly DashboardPlace[], place: DashboardPlace): DashboardPlace | undefined =>
  layout.find(
    (other) =>
      other.x < place.x + place.w &&
      place.x < other.x + other.w &&
      other.y < place.y + place.h &&
      place.y < other.y + other.h,
  )
