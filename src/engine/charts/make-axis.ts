import type { Table } from '../query/open-table.ts'
import type { AskedChannel } from './asked-chart.ts'
import { type Axis, isTimeOfDay } from './axis.ts'
import { categoryAxis } from './category-axis.ts'
import type { ChartFacts } from './channel-facts.ts'
import { areWhole, hasAtMost, middleHalf } from './look-at-values.ts'
import { logAxis, numberAxis } from './number-axis.ts'
import { autoGrain, calendarAxis, periodAxis } from './time-axis.ts'

/** How far an axis is to be divided where that was left open: periods and bins at most, categories at most. */
export type AxisLimits = { periods: number; categories: number }

/** From so many values on, Freedman and Diaconis ask for more than 40 bins whatever the quartiles are. */
const fewestForMostBins = 600_000

/** Divides an axis as it was asked to be, or as fits its values. */
export async function makeAxis(
  table: Table,
  channel: AskedChannel,
  { facts, limits }: { facts: ChartFacts; limits: AxisLimits },
  signal: AbortSignal | undefined,
): Promise<Axis> {
  const { column, bin, grain, isLog } = channel
  const { where } = facts
  const known = facts.of(channel)
  const most = typeof bin === 'number' ? bin : undefined
  if (column.kind === 'temporal') {
    if (isTimeOfDay(column) || (bin !== undefined && bin !== false)) return calendarAxis(column, known, most)
    const chosen = grain === undefined || grain === 'auto' ? autoGrain(known, limits.periods) : grain
    return periodAxis(column, known, chosen, grain === undefined ? channel.name : `${channel.name}.grain`)
  }
  if (column.kind !== 'numeric') return categoryAxis(column, column.kind === 'boolean' && limits.categories > 1)
  const values = { column, where }
  const mayBeCategories = typeof bin !== 'number' && bin !== true && bin !== 'auto' && !isLog
  if (mayBeCategories) {
    const hasFew = await hasAtMost(table, values, limits.categories, signal)
    if (hasFew || bin === false) return categoryAxis(column, hasFew)
  }
  if (isLog) return logAxis(column, known, most)
  const integersOnly = await areWhole(table, values, signal)
  const isLarge = known.count >= fewestForMostBins
  const iqr = isLarge || most !== undefined ? known.max - known.min : await middleHalf(table, values, signal)
  return numberAxis(column, { ...known, integersOnly, iqr }, most)
}
