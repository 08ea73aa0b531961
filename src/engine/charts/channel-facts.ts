import type { ChartData } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel } from './asked-chart.ts'
import { finiteCondition, isTimeOfDay } from './axis.ts'
import { askOnce } from './data-sql.ts'

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

/** The channels without whose value a row is not drawn, and those of them that divide nothing. */
export type DrawnChannels = {
  keys: AskedChannel[]
  /** Not a key: rows are drawn without a value there. */
  measured?: AskedChannel | undefined
  /** Divides nothing, so that it does not matter how far it reaches. */
  unplaced?: AskedChannel | undefined
}

/** Reads what is to be known of the channels of a chart before it can be divided. */
export async function readFacts(
  table: Table,
  { filter, keys, measured, unplaced: other }: DrawnChannels & { filter: string },
  signal: AbortSignal | undefined,
): Promise<ChartFacts> {
  const unplaced = [measured, other]
  const channels = measured && !keys.includes(measured) ? [...keys, measured] : keys
  const drawn = keys.map(drawnCondition).join(' AND ') || 'true'
  const where = [filter, drawn].filter((condition) => condition !== 'true').join(' AND ')
  const figures = channels.flatMap((channel) => figuresOf(channel, !unplaced.includes(channel), drawn))
  const { rows } = await askOnce(
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
      },
    ]
  })
  const facts = new Map(known.map(([{ name }, found]) => [name, found]))
  return {
    rowCount: number(0),
    drawnCount: number(1),
    where: where || 'true',
    of: ({ name }) => facts.get(name) as ChannelFacts,
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

const figuresPerChannel = 5

function figuresOf(channel: AskedChannel, isPlaced: boolean, drawn: string): string[] {
  const { column } = channel
  const edge = (figure: 'min' | 'max') =>
    isPlaced ? placeSql(channel, `${figure}(${column.sql}) FILTER (WHERE ${drawn})`) : 'NULL'
  return [
    `count(${column.sql})`,
    `count(*) FILTER (WHERE ${finiteCondition(column) ?? `${column.sql} IS NOT NULL`})`,
    `count(*) FILTER (WHERE ${drawnCondition(channel)})`,
    edge('min'),
    edge('max'),
  ]
}

/** The place of a value on a line of numbers; texts have none. */
function placeSql({ column }: AskedChannel, value: string): string {
  if (column.kind === 'numeric') return `(${value})::DOUBLE`
  if (column.kind !== 'temporal') return 'NULL'
  return isTimeOfDay(column) ? `epoch_us(${value})` : `epoch_us((${value})::TIMESTAMP)`
}

function drawnCondition({ column, isLog }: AskedChannel): string {
  const finite = finiteCondition(column) ?? `${column.sql} IS NOT NULL`
  return isLog ? `${finite} AND ${column.sql} > 0` : finite
}
