import { formatCounted, formatShare } from '../../../shared/format-numbers.ts'
import { type ChartRow, numberOf } from './chart-rows.ts'
import { figureCell, figureColumn, type Prepared } from './prepare.ts'
import { valueText } from './value-text.ts'

/** The rows that a mark rests on, and their share of all that are drawn. */
const rowsText = ({ data }: Prepared, n: number): string => {
  const total = data.n + (data.other?.count ?? 0)
  const rows = formatCounted(n, 'row')
  return total > 0 ? `${rows} · ${formatShare(Math.min(1, n / total))}` : rows
}

/** What a mark says: its exact figure, its rows and their share, and what of it stands in front. */
export const tipLines = (chart: Prepared, row: ChartRow, front?: ChartRow | undefined): string[] => {
  const figure = figureColumn(chart)
  const countsRows = !figure || figure.role === 'n' || (figure.aggregate === 'count' && figure.column === null)
  const n = numberOf(row.n)
  const lines = countsRows ? [] : [`${figure.name}: ${valueText(figureCell(row))}`]
  const rows = n ?? (countsRows ? numberOf(figureCell(row)) : null)
  if (rows !== null) lines.push(rowsText(chart, rows))
  if (chart.frontRows) lines.push(`selected: ${valueText(front ? figureCell(front) : countsRows ? 0 : null)}`)
  return lines
}
