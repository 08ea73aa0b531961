import type { ChartColumn, ChartData, ChartRole } from '../../shared/charts.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { said, shown } from '../insights/insight-words.ts'

type Described = Omit<ChartData, 'summary'>

/** A chart in one sentence, written from its numbers, for those who cannot see it. */
export function describeChart(chart: Described): string {
  const sentence = `${mainPart(chart)}${besidePart(chart)}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function mainPart(chart: Described): string {
  const rows = formatCounted(chart.n, 'row')
  if (chart.spec.mark === 'table') return `the first ${rows} of ${formatCounted(chart.row_count, 'row')}`
  const value = columnOf(chart, 'value')
  if (chart.spec.mark === 'number') return `${value?.name}: ${cellText(chart, chart.rows[0], value)}, of ${rows}`
  if (chart.rows.length === 0 || chart.n === 0) return 'no row has a value to draw'
  if (columnOf(chart, 'median')) return boxPart(chart)
  const [x, y] = [columnOf(chart, 'x')?.column, columnOf(chart, 'y')?.column]
  if (!value) return `${y} against ${x}, ${chart.binned.x ? `the line through ${rows}` : rows}`
  const by = [x, y, columnOf(chart, 'color')?.column].filter((name) => typeof name === 'string')
  return `${value.name} by ${[...new Set(by)].join(' and ')}, of ${rows}: ${extremes(chart, value)}`
}

function boxPart(chart: Described): string {
  const median = columnOf(chart, 'median') as ChartColumn
  const outliers = columnOf(chart, 'outliers') as ChartColumn
  const index = chart.columns.indexOf(outliers)
  const count = chart.rows.reduce((sum, row) => sum + Number(row[index]), 0)
  const along = columnOf(chart, 'x')?.column ?? columnOf(chart, 'y')?.column
  const all = `${formatCounted(chart.n, 'row')}, ${formatCounted(count, 'value')} outside the fences`
  if (along === undefined) return `${median.column}, of ${all}: median ${cellText(chart, chart.rows[0], median)}`
  return `${median.column} by ${along}, of ${all}: median ${extremes(chart, median)}`
}

function extremes(chart: Described, value: ChartColumn): string {
  const index = chart.columns.indexOf(value)
  const known = chart.rows.filter((row) => row[index] !== null && !/^(NaN|-?Infinity)$/.test(String(row[index])))
  const [first] = known
  if (!first) return 'no value'
  const highest = known.reduce((best, row) => (sortable(row[index]) > sortable(best[index]) ? row : best), first)
  const lowest = known.reduce((best, row) => (sortable(row[index]) < sortable(best[index]) ? row : best), first)
  const at = (row: unknown[]) => `${cellText(chart, row, value)} at ${placeOf(chart, row)}`
  return known.length === 1 ? at(first) : `highest ${at(highest)}, lowest ${at(lowest)}`
}

function sortable(cell: unknown): number | string {
  return typeof cell === 'string' && cell.trim() !== '' && !Number.isNaN(Number(cell))
    ? Number(cell)
    : (cell as number | string)
}

function placeOf(chart: Described, row: unknown[]): string {
  const side = (begin: ChartRole, end: ChartRole) => {
    const [from, to] = [columnOf(chart, begin), columnOf(chart, end)]
    if (!from) return []
    const [lower, upper] = [cellText(chart, row, from), cellText(chart, row, to ?? from)]
    return [lower === upper ? lower : `${lower} to ${upper}`]
  }
  const color = columnOf(chart, 'color')
  const colored = color ? [row[chart.columns.indexOf(color)] === null ? 'all others' : cellText(chart, row, color)] : []
  return [...new Set([...side('x', 'x_end'), ...side('y', 'y_end'), ...colored])].join(', ')
}

function besidePart({ nulls, not_finite, not_positive, other, spec }: Described): string {
  const count = (counts: ChartData['nulls']) => Object.values(counts).reduce((sum: number, one) => sum + (one ?? 0), 0)
  const parts = [
    ...(other
      ? [`${formatCounted(other.count, 'row')} of ${formatCounted(other.categories, 'other value')} apart`]
      : []),
    ...(count(nulls) > 0 && spec.mark !== 'table' ? [`${formatCounted(count(nulls), 'null')} not drawn`] : []),
    ...(count(not_finite) > 0 ? [`${formatCounted(count(not_finite), 'infinite value')} not drawn`] : []),
    ...(count(not_positive) > 0 ? [`${formatCounted(count(not_positive), 'value')} not above zero not drawn`] : []),
  ]
  return parts.length > 0 ? `; ${parts.join(', ')}` : ''
}

function columnOf({ columns }: Described, role: ChartRole): ChartColumn | undefined {
  return columns.find((column) => column.role === role)
}

function cellText({ columns }: Described, row: unknown[] | undefined, column: ChartColumn | undefined): string {
  const cell = column && row ? row[columns.indexOf(column)] : null
  if (cell === null || cell === undefined) return 'none'
  return typeof cell === 'number' ? said(cell) : shown(cell)
}
