import type { ChartData } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel } from './asked-chart.ts'
import { finiteCondition, isTimeOfDay } from './axis.ts'
import { runOverData } from './data-sql.ts'

/** What a channel's column holds among the rows of a chart: what is not drawn of it, and how far the rest reaches. */
export type ChannelFacts = {
  nulls: number
  notFinite: number
  notPositive: number
  /** How many rows all channels draw. */
  count: number
  /** The least and the greatest value of these rows: numbers, or microseconds since 1970 (or midnight). NaN without any. */
  min: number
  max: number
  integersOnly: boolean
}

/** The rows of a chart: how many a filter leaves, how many all its channels draw, and what is known of each channel. */
export type ChartFacts = {
  rowCount: number
  drawnCount: number
  /** SQL that holds for the rows that all channels draw, the filter included. */
  where: string
  of(channel: AskedChannel): ChannelFacts
  beside: Pick<ChartData, 'nulls' | 'not_finite' | 'not_positive'>
}

/** Reads what is to be known of the channels of a chart before it can be divided; `measured` draws what others draw. */
export async function readFacts(
  table: Table,
  { filter, keys, measured }: { filter: string; keys: AskedChannel[]; measured?: AskedChannel | undefined },
  signal: AbortSignal | undefined,
): Promise<ChartFacts> {
  const channels = measured && !keys.includes(measured) ? [...keys, measured] : keys
  const drawn = keys.map(drawnCondition).join(' AND ') || 'true'
  const where = [filter, drawn].filter((condition) => condition !== 'true').join(' AND ')
  const figures = channels.flatMap((channel) => figuresOf(channel, drawn))
  const { rows } = await runOverData(
    table,
    `SELECT count(*), count(*) FILTER (WHERE ${drawn})${figures.map((sql) => `, ${sql}`).join('')} FROM data WHERE ${filter}`,
    signal,
  )
  const [row = []] = rows
  const number = (index: number) => (row[index] === null ? Number.NaN : Number(row[index]))
  const known = channels.map((channel, index): [AskedChannel, ChannelFacts] => {
    const first = 2 + index * figuresPerChannel
    const [notNull, finite, positive] = [number(first), number(first + 1), number(first + 2)]
    return [
      channel,
      {
        nulls: number(0) - notNull,
        notFinite: notNull - finite,
        notPositive: finite - positive,
        count: number(1),
        min: number(first + 3),
        max: number(first + 4),
        integersOnly: row[first + 5] !== false,
      },
    ]
  })
  const facts = new Map(known)
  return {
    rowCount: number(0),
    drawnCount: number(1),
    where: where || 'true',
    of: (channel) => facts.get(channel) as ChannelFacts,
    beside: {
      nulls: Object.fromEntries(known.map(([{ name }, { nulls }]) => [name, nulls])),
      not_finite: Object.fromEntries(
        known.filter(([, { notFinite }]) => notFinite > 0).map(([{ name }, { notFinite }]) => [name, notFinite]),
      ),
      not_positive: Object.fromEntries(
        known.filter(([{ isLog }]) => isLog).map(([{ name }, { notPositive }]) => [name, notPositive]),
      ),
    },
  }
}

const figuresPerChannel = 6

function figuresOf(channel: AskedChannel, drawn: string): string[] {
  const { column } = channel
  const only = ` FILTER (WHERE ${drawn})`
  const place = placeSql(channel)
  const whole = /^(FLOAT|DOUBLE|DECIMAL.*)$/.test(column.sql_type)
    ? `bool_and(${column.sql} = trunc(${column.sql}))${only}`
    : 'true'
  return [
    `count(${column.sql})`,
    `count(*) FILTER (WHERE ${finiteCondition(column) ?? `${column.sql} IS NOT NULL`})`,
    `count(*) FILTER (WHERE ${drawnCondition(channel)})`,
    ...(place === undefined ? ['NULL', 'NULL', 'true'] : [`min(${place})${only}`, `max(${place})${only}`, whole]),
  ]
}

/** The place of a value on a line of numbers. */
function placeSql({ column }: AskedChannel): string | undefined {
  if (column.kind === 'numeric') return `${column.sql}::DOUBLE`
  if (column.kind !== 'temporal') return undefined
  return isTimeOfDay(column) ? `epoch_us(${column.sql})` : `epoch_us(${column.sql}::TIMESTAMP)`
}

function drawnCondition({ column, isLog }: AskedChannel): string {
  const finite = finiteCondition(column) ?? `${column.sql} IS NOT NULL`
  return isLog ? `${finite} AND ${column.sql} > 0` : finite
}
