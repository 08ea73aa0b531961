import { formatCount } from '../../shared/format-numbers.ts'
import type { Bin } from '../../shared/histogram-bars.ts'
import { niceTicks } from './nice-ticks.ts'

const countsFrom = 140
const widthOfDigit = 7
const gap = 12

/** The counts written beside a histogram that is tall enough for them, and the room they take. */
export const countAxis = (bins: Bin[], height: number): { ticks: number[]; width: number } => {
  if (height < countsFrom) return { ticks: [], width: 0 }
  const tallest = Math.max(1, ...bins.map((bin) => bin.count))
  const ticks = niceTicks(0, tallest, 3).filter((tick) => tick > 0 && Number.isInteger(tick))
  if (ticks.length === 0) return { ticks, width: 0 }
  return { ticks, width: gap + widthOfDigit * Math.max(...ticks.map((tick) => formatCount(tick).length)) }
}
