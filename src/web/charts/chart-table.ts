import type { ChartData, ChartRole } from '../../shared/charts.ts'
import { categoryText, valueText } from './scene/value-text.ts'

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

const named = new Set<ChartRole>(['x', 'x_end', 'y', 'y_end', 'color', 'cell'])

/** The numbers of a chart as a table of texts; the first `textColumns` say what the figures are of. */
export const chartTable = (data: ChartData): { columns: string[]; rows: string[][]; textColumns: number } => {
  const textOf = (cell: unknown, role: ChartRole | undefined) => {
    if (cell === null && role === 'color') return 'other'
    return role && named.has(role) ? categoryText(cell) : valueText(cell)
  }
  return {
    columns: data.columns.map(({ name }) => name),
    textColumns: data.columns.filter(({ role }) => named.has(role)).length,
    rows: chartCells(data).map((cells) => cells.map((cell, index) => textOf(cell, data.columns[index]?.role))),
  }
}
