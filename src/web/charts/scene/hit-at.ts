import type { Arc, Box, Hit } from './scene.ts'

const isArc = (area: Box | Arc): area is Arc => 'outer' in area

const isInside = (area: Box | Arc, x: number, y: number): boolean => {
  if (!isArc(area)) return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
  const away = Math.hypot(x - area.cx, y - area.cy)
  if (away < area.inner || away > area.outer) return false
  const angle = (Math.atan2(x - area.cx, area.cy - y) + 2 * Math.PI) % (2 * Math.PI)
  return angle >= area.start && angle < area.end
}

/** Which of the hits is under a point, the one in front where several are; -1 where none is. */
export const hitAt = (hits: Hit[], x: number, y: number): number =>
  hits.findLastIndex(({ area }) => isInside(area, x, y))
