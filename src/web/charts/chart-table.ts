import type { ChartData } from '../../shared/charts.ts'
import { valueText } from './scene/value-text.ts'

/** The cells of a chart's answer, what is left over as the last row. */
export const chartCells = ({ columns, rows, other }: ChartData): unknown[][] => {
  if (!other) return rows
  const cells = columns.map(({ role }) => {
    if (role === 'x') return `other (${other.categories})`
    if (role === 'n') return other.count
    return role === 'value' ? other.value : null
  })
  return [...rows, cells]
}

/** The numbers of a chart as a table of texts. */
export const chartTable = (data: ChartData): { columns: string[]; rows: string[][] } => {
  const isLabel = data.columns.map(({ role, kind }) => role === 'color' || (role === 'x' && kind !== 'numeric'))
  return {
    columns: data.columns.map(({ name }) => name),
    rows: chartCells(data).map((cells) =>
      cells.map((cell, index) => {
        if (cell === null && data.columns[index]?.role === 'color') return 'other'
        return isLabel[index] ? String(cell) : valueText(cell)
      }),
    ),
  }
}
