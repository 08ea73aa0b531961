import type { Table } from '../query/open-table.ts'
import type { AskedChannel } from './asked-chart.ts'
import { type Axis, isTimeOfDay } from './axis.ts'
import { categoryAxis, hasAtMost } from './category-axis.ts'
import type { ChannelFacts, ChartFacts } from './channel-facts.ts'
import { runOverData } from './data-sql.ts'
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
  const mayBeCategories = typeof bin !== 'number' && bin !== true && bin !== 'auto' && !isLog
  if (mayBeCategories) {
    const hasFew = await hasAtMost(table, { column, where, most: limits.categories }, signal)
    if (hasFew || bin === false) return categoryAxis(column, hasFew)
  }
  const spread = {
    ...known,
    iqr: isLog || most !== undefined ? 0 : await middleHalf(table, channel, known, where, signal),
  }
  return isLog ? logAxis(column, spread, most) : numberAxis(column, spread, most)
}

async function middleHalf(
  table: Table,
  { column }: AskedChannel,
  { count, min, max }: ChannelFacts,
  where: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (count >= fewestForMostBins) return max - min
  const { rows } = await runOverData(
    table,
    `SELECT q[2] - q[1] FROM (SELECT quantile_cont(${column.sql}::DOUBLE, [0.25, 0.75]) AS q FROM data WHERE ${where})`,
    signal,
  )
  return Number(rows[0]?.[0] ?? 0)
}
