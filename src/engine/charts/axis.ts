import type { ChartBinning, ChartGrain } from '../../shared/charts.ts'
import type { TableColumn } from '../query/open-table.ts'

/** A column of the answer as SQL over the key of an axis. */
export type ShownKey = { sql: string; name: string; isEnd: boolean }

/**
 * An axis that rows are put together along. `key` is SQL that gives the key of a row; `show` is what is shown of a key;
 * `every` lists all keys as a table with the column `key`, empty ones too, where empty ones belong on the chart.
 */
export type Axis = {
  column: TableColumn
  key: string
  show(key: string): ShownKey[]
  every?: string | undefined
  /** The values as they are: certainly `few`, or `many`, of which the first are drawn. */
  categories?: 'few' | 'many' | undefined
  /** Ordered by its own values unless another order was asked for. */
  isOrdered: boolean
  binning: ChartBinning | null
  grain?: ChartGrain | undefined
}

/** A time of day, which belongs to no date. */
export function isTimeOfDay({ sql_type }: Pick<TableColumn, 'sql_type'>): boolean {
  return /^TIME(_NS)?( WITH TIME ZONE)?$/.test(sql_type)
}

/** SQL that holds for the values of a column that are neither infinite nor NaN; undefined where all are. */
export function finiteCondition(column: TableColumn): string | undefined {
  const canBeInfinite = /^(FLOAT|DOUBLE)$/.test(column.sql_type) || (column.kind === 'temporal' && !isTimeOfDay(column))
  return canBeInfinite ? `isfinite(${column.sql})` : undefined
}
