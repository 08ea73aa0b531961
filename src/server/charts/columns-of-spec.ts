import type { ChartSpec } from '../../shared/charts.ts'
import type { Filter } from '../../shared/rows.ts'

/** The names of the columns that a chart needs, its filter's among them. */
export const columnsOfSpec = ({ x, y, color, columns = [], filter }: ChartSpec): string[] => {
  const shown = [x, y, color].flatMap((channel) =>
    channel === undefined ? [] : [typeof channel === 'string' ? channel : channel.column],
  )
  return [...new Set([...shown, ...columns, ...(filter ? columnsOfFilter(filter) : [])])]
}

const columnsOfFilter = (filter: Filter): string[] => {
  if ('and' in filter) return filter.and.flatMap(columnsOfFilter)
  if ('or' in filter) return filter.or.flatMap(columnsOfFilter)
  return 'not' in filter ? columnsOfFilter(filter.not) : [filter.column]
}
