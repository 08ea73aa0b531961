import { niceTicks } from '../nice-ticks.ts'
import { timeTicks } from '../time-ticks.ts'
import { logTicks } from './log-ticks.ts'
import { tickLabels } from './tick-labels.ts'

export type ScaleKind = 'linear' | 'log' | 'time'

/** A tick by its place from 0 to 1 and its label. */
export type Tick = { at: number; label: string }

/** Values along a side of the plot, as shares of its length. */
export type Scale = {
  kind: ScaleKind
  low: number
  high: number
  shareOf: (value: number) => number
  valueAt: (share: number) => number
  ticks: (most: number) => Tick[]
}

const unit = { forward: Math.log10, back: (power: number) => 10 ** power }
const same = { forward: (value: number) => value, back: (value: number) => value }

/** A scale from `low` to `high`. Where both are one value it lies in the middle; a logarithm begins above zero, and what is not there lies at its beginning. */
export const createScale = (kind: ScaleKind, low: number, high: number): Scale => {
  const { forward, back } = kind === 'log' ? unit : same
  const [from, to] = [forward(low), forward(high)]
  // Halves first: the extent of the largest doubles is larger than any double.
  const shareOf = (value: number) => {
    if (kind === 'log' && value <= 0) return 0
    return to > from ? (forward(value) / 2 - from / 2) / (to / 2 - from / 2) : 0.5
  }
  const valueAt = (share: number) => back(from * (1 - share) + to * share)
  return { kind, low, high, shareOf, valueAt, ticks: (most) => ticksOf(kind, low, high, most, shareOf) }
}

const ticksOf = (kind: ScaleKind, low: number, high: number, most: number, shareOf: (value: number) => number) => {
  if (kind === 'time') return timeTicks(low, high, most).map(({ at, label }) => ({ at: shareOf(at), label }))
  const values = kind === 'log' ? logTicks(low, high, most) : niceTicks(low, high, most)
  const labels = isYears(low, high, values) ? values.map(String) : tickLabels(values)
  return values.map((value, index) => ({ at: shareOf(value), label: labels[index] ?? '' }))
}

/** Whole numbers that look like years are written like years. */
const isYears = (low: number, high: number, ticks: number[]) =>
  low >= 1000 && high <= 2200 && high - low <= 400 && ticks.every(Number.isInteger)

/** The extent of values that a value axis shows: from zero where marks begin there, with a little room where they do not. */
export const valueExtent = (values: number[], { fromZero, isLog }: { fromZero: boolean; isLog: boolean }) => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return isLog ? { low: 1, high: 10 } : { low: 0, high: 1 }
  if (isLog) return logExtent(low, high, fromZero)
  if (fromZero)
    return low === 0 && high === 0 ? { low: 0, high: 1 } : { low: Math.min(0, low), high: Math.max(0, high) }
  const room = low === high ? Math.abs(low) / 2 || 1 : (high / 2 - low / 2) * 0.08
  return {
    low: low >= 0 && low < room ? 0 : Math.max(-Number.MAX_VALUE, low - room),
    high: Math.min(Number.MAX_VALUE, high + room),
  }
}

/** Marks that would begin at zero begin at the power of ten below the least of them. */
const logExtent = (low: number, high: number, fromZero: boolean) => {
  const floor = 10 ** Math.floor(Math.log10(low))
  if (fromZero) return { low: (floor < low ? floor : low / 10) || low, high }
  return low === high ? { low: low / 2, high: high * 2 } : { low, high }
}
