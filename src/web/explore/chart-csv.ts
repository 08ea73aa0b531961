import type { ChartData } from '../../shared/charts.ts'
import { chartCells } from '../charts/chart-table.ts'

const formula = /^[=+\-@\t\r\n]/
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** What a spreadsheet would take for a formula gets an apostrophe, as in every export. */
const guarded = (text: string) => (formula.test(text) && !number.test(text) ? `'${text}` : text)

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const safe = typeof cell === 'string' ? guarded(text) : text
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The numbers of a chart as CSV (RFC 4180): null is an empty cell, empty text is `""`. */
export const chartCsv = (data: ChartData): string =>
  [data.columns.map(({ name }) => name), ...chartCells(data)]
    .map((cells) => `${cells.map(cellText).join(',')}\r\n`)
    .join('')
