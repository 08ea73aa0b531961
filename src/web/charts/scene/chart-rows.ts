import type { ChartColumn, ChartData, ChartMark, ChartRole } from '../../../shared/charts.ts'

/** A row of an answer by the roles of its cells. `isOther` is the one of all categories of `x` that are not named. */
export type ChartRow = Partial<Record<ChartRole, unknown>> & { isOther?: true }

/** Marks that can show what is left over as one more of them. */
const hasPlaceForOther = new Set<ChartMark>(['bar', 'line', 'area', 'point', 'pie', 'donut'])

/** The rows of an answer; what is left over comes last. */
export const chartRows = ({ columns, rows, other, spec }: ChartData): ChartRow[] => {
  const named: ChartRow[] = rows.map((cells) =>
    Object.fromEntries(columns.map(({ role }, index) => [role, cells[index]])),
  )
  if (!other || !hasPlaceForOther.has(spec.mark)) return named
  return [...named, { isOther: true, color: null, value: other.value ?? other.count, n: other.count }]
}

export const columnOf = (data: ChartData, role: ChartRole): ChartColumn | undefined =>
  data.columns.find((column) => column.role === role)

/** A number that an answer wrote as a number or, where a double is too small for its type, as text; null for none. */
export const numberOf = (cell: unknown): number | null => {
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
