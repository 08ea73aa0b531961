import type { BrushCube } from '../../shared/brush.ts'
import type { ChartData } from '../../shared/charts.ts'
import type { ChartCells } from './chart-cells.ts'

/** The numbers of a chart over some slots of its cube: the same rows as the whole, with the figures of those alone. */
export const foldCube = (data: ChartData, cells: ChartCells, cube: BrushCube, slots: readonly number[]): ChartData => {
  const valueAt = data.columns.findIndex(({ role }) => role === 'value')
  const countAt = data.columns.findIndex(({ role }) => role === 'n')
  const figureOver = (places: readonly number[]) => figureOf(cells, cube, cube.slots === 1 ? [0] : slots, places)
  let shown = 0
  const rows = data.rows.map((row, index) => {
    const { n, figure } = figureOver([cells.places[index] as number])
    shown += n
    return row.map((cell, at) => (at === valueAt ? figure : at === countAt ? n : cell))
  })
  const other = figureOver(cells.others)
  return {
    ...data,
    ...{ rows, n: shown, row_count: shown + other.n },
    other: data.other && { ...data.other, count: other.n, value: other.figure },
  }
}

/** Where nothing falls a count is 0, and every other figure is none. */
const figureOf = (
  { aggregate }: ChartCells,
  { cells, n, figures }: BrushCube,
  slots: readonly number[],
  places: readonly number[],
): { n: number; figure: number | null } => {
  let count = 0
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const slot of slots) {
    for (const place of places) {
      count += n[slot * cells + place] ?? 0
      const figure = figures?.[slot * cells + place] ?? null
      if (figure === null) continue
      sum += figure
      if (figure < least) least = figure
      if (figure > most) most = figure
    }
  }
  if (aggregate === 'count') return { n: count, figure: count }
  if (count === 0) return { n: 0, figure: null }
  const figure = { sum, mean: sum / count, min: least, max: most }[aggregate ?? 'sum']
  return { n: count, figure: Number.isFinite(figure) ? figure : null }
}
