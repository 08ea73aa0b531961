import { timeLabel } from '../../shared/data-time.ts'
import { niceTicks } from './nice-ticks.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const evenSteps = [1, 5, 15, 30]
  .flatMap((count) => [count * second, count * minute])
  .concat(
    [1, 3, 6, 12].map((count) => count * hour),
    [1, 2, 7, 14].map((count) => count * day),
  )
  .sort((a, b) => a - b)

const monthSteps = [1, 3, 6]

export type TimeTick = { at: number; label: string }

const evenTicks = (low: number, high: number, step: number) => {
  const ticks: number[] = []
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) ticks.push(at)
  return ticks
}

const monthTicks = (low: number, high: number, months: number) => {
  const first = new Date(low)
  const ticks: number[] = []
  for (let month = Math.floor(first.getUTCMonth() / months) * months; ticks.length <= 6; month += months) {
    const date = new Date(0)
    date.setUTCFullYear(first.getUTCFullYear(), month, 1)
    const at = date.getTime()
    if (at > high) break
    if (at >= low) ticks.push(at)
  }
  return ticks
}

const startOfYear = (year: number) => {
  const date = new Date(0)
  date.setUTCFullYear(year, 0, 1)
  return date.getTime()
}

const yearTicks = (low: number, high: number, count: number) => {
  const year = new Date(low).getUTCFullYear()
  const first = startOfYear(year) < low ? year + 1 : year
  return niceTicks(first, new Date(high).getUTCFullYear(), count).filter(Number.isInteger).map(startOfYear)
}

const labelled = (ticks: number[], step: number): TimeTick[] => ticks.map((at) => ({ at, label: timeLabel(at, step) }))

/** Ticks of a time axis (UTC) at round moments, at most `count` of them: seconds, hours, days, months or years. */
export const timeTicks = (low: number, high: number, count = 5): TimeTick[] => {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return []
  if (low === high) return labelled([low], low % day === 0 ? day : second)
  const fits = (ticks: number[]) => ticks.length <= count && ticks.length > 0
  for (const step of evenSteps) {
    if ((high - low) / step > count + 1) continue
    const ticks = evenTicks(low, high, step)
    if (fits(ticks)) return labelled(ticks, step)
  }
  for (const months of monthSteps) {
    if ((high - low) / (months * 28 * day) > count + 2) continue
    const ticks = monthTicks(low, high, months)
    if (fits(ticks)) return labelled(ticks, months * 28 * day)
  }
  return labelled(yearTicks(low, high, count), 366 * day)
}
