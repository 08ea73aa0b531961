import type { BrushAxis } from '../../shared/brush.ts'
import type { ChartData } from '../../shared/charts.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import { columnOf, numberOf } from '../charts/scene/chart-rows.ts'
import { momentText, periodEnd } from '../charts/scene/period.ts'

const parts = 32

/** A side of single points as an axis with round edges around them; undefined for a side of categories. */
export const pointAxis = (data: ChartData, role: 'x' | 'y'): BrushAxis | undefined => {
  const column = columnOf(data, role)
  const at = data.columns.findIndex((one) => one.role === role)
  if (!column || (column.kind !== 'numeric' && column.kind !== 'temporal')) return undefined
  const name = column.column ?? column.name
  if (column.kind === 'temporal') {
    const moments = data.rows.flatMap((row) => (typeof row[at] === 'string' ? [row[at]] : []))
    const [sample] = moments
    if (sample === undefined) return undefined
    const [low, high] = extentOf(moments.map(millisecondsOf))
    const isDays = !sample.includes(':')
    const end = periodEnd(isDays ? high : Math.floor(high / 1000) * 1000, isDays ? 'day' : 'second')
    return { column: name, edges: [momentText(low, sample), momentText(end, sample)] }
  }
  const [low, high] = extentOf(data.rows.flatMap((row) => numberOf(row[at]) ?? []))
  const edges = data.spec[`${role}_scale`] === 'log' ? powers(low, high) : steps(low, high)
  return edges.length > 1 ? { column: name, edges } : undefined
}

const extentOf = (numbers: number[]): [low: number, high: number] => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const number of numbers) {
    if (number < low) low = number
    if (number > high) high = number
  }
  return [low, high]
}

/** Steps of 1, 2 or 5 times a power of ten, about as many as `parts`. */
const steps = (low: number, high: number): number[] => {
  const rough = high / parts - low / parts || Math.abs(high) / parts || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const [first, last] = [Math.floor(low / step), Math.floor(high / step) + 1]
  if (!Number.isFinite(step) || !(last - first <= 2 * parts)) return []
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** Powers of ten and even parts between them. */
const powers = (low: number, high: number): number[] => {
  const decades = Math.max(1, Math.log10(high) - Math.log10(low))
  const fine = Math.max(1, Math.min(10, Math.floor(parts / decades)))
  const [first, last] = [Math.floor(Math.log10(low) * fine), Math.floor(Math.log10(high) * fine) + 1]
  if (!(last - first <= 700)) return []
  return Array.from({ length: last - first + 1 }, (_, index) => Number((10 ** ((first + index) / fine)).toPrecision(3)))
}
