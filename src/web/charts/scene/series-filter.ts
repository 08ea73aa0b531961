import type { Filter } from '../../../shared/rows.ts'
import { type ChartRow, columnOf } from './chart-rows.ts'
import { allOf, valueFilter } from './picked-rows.ts'
import type { Prepared } from './prepare.ts'

/** The rows at a place that have the colour of a mark; undefined where that is the rest of several colours. */
export const seriesFilter = ({ data }: Prepared, row: ChartRow, place: Filter | undefined): Filter | undefined => {
  const column = columnOf(data, 'color')
  if (!data.colors || !column || row.isOther) return place
  if (row.color === null || !place) return undefined
  const color = valueFilter(column.column ?? column.name, row.color)
  return color && allOf([place, color])
}
