import type { ChartData } from '../../shared/charts.ts'
import type { Table } from '../query/open-table.ts'
import type { AskedChannel } from './asked-chart.ts'
import { categoryList, isOneOf, otherCategories, topCategories } from './category-axis.ts'

/** The colours there are; everything beyond shares one more. */
const mostColors = 6

/** The values that are told apart by colour. `key` is SQL that gives the value of a row, null for the others. */
export type Colors = {
  channel: AskedChannel
  key: string
  /** SQL of a value's place in the order of colours. */
  place(value: string): string
  /** All keys as a table with the column `color`. */
  every: string
  count: number
  answer: NonNullable<ChartData['colors']>
}

/** The most frequent values of a channel among the rows that are drawn. */
export async function colorCategories(
  table: Table,
  channel: AskedChannel | undefined,
  where: string,
  signal: AbortSignal | undefined,
): Promise<Colors | undefined> {
  if (!channel) return undefined
  const { column } = channel
  const values = await topCategories(table, { column, where, most: mostColors }, signal)
  const beyond =
    values.length < mostColors ? null : await otherCategories(table, { column, where, drawn: values }, signal)
  const other = beyond && { count: beyond.count, categories: beyond.categories }
  const list = values.length === 0 ? '' : categoryList(column, values)
  return {
    channel,
    key: other ? `CASE WHEN ${isOneOf(column, values)} THEN ${column.sql} END` : column.sql,
    place: (value) => (list === '' ? '1' : `list_position([${list}], ${value})`),
    every: `unnest([${[list, ...(other ? ['NULL'] : [])].filter(Boolean).join(', ')}])`,
    count: values.length + (other ? 1 : 0),
    answer: { values, other },
  }
}
