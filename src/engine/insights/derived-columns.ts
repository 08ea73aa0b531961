import type { Measure } from './read-sample.ts'

const mostRows = 2000
const fewestRows = 10
const left = 1e-3

/**
 * Says of two measures whether they are parts of one equation, or of two that share a column: a sum or difference of
 * columns with any factors, or, of positive numbers, a product or quotient. Told from the rows that have all of them.
 */
export function derivedColumns(measures: readonly Measure[]): (x: Measure, y: Measure) => boolean {
  const sets: Set<Measure>[] = []
  for (const equation of [
    ...equations(measures, (value) => value),
    ...equations(measures.filter(isPositive), Math.log),
  ]) {
    const shared = sets.filter((set) => [...equation].some((measure) => set.has(measure)))
    for (const set of shared) sets.splice(sets.indexOf(set), 1)
    sets.push(new Set([equation, ...shared].flatMap((set) => [...set])))
  }
  return (x, y) => sets.some((set) => set.has(x) && set.has(y))
}

function isPositive({ profile }: Measure): boolean {
  return Number(profile.min) > 0
}

function equations(measures: readonly Measure[], scale: (value: number) => number): Set<Measure>[] {
  const rows = completeRows(measures)
  if (rows.length < fewestRows + measures.length) return []
  const matrix = correlations(measures.map(({ values }) => rows.map((row) => scale(values[row] as number))))
  const open = new Set(measures.keys())
  const swept: number[] = []
  for (;;) {
    const pivot = [...open].sort((a, b) => at(matrix, b, b) - at(matrix, a, a))[0]
    if (pivot === undefined || at(matrix, pivot, pivot) < left) break
    sweep(matrix, pivot)
    open.delete(pivot)
    swept.push(pivot)
  }
  return [...open].map((dependent) => {
    const parts = swept.filter((index) => Math.abs(at(matrix, index, dependent)) > Math.sqrt(left))
    return new Set([dependent, ...parts].map((index) => measures[index] as Measure))
  })
}

function completeRows(measures: readonly Measure[]): number[] {
  const rows: number[] = []
  const length = measures[0]?.values.length ?? 0
  for (let row = 0; row < length && rows.length < mostRows; row++) {
    if (measures.every(({ values }) => !Number.isNaN(values[row]))) rows.push(row)
  }
  return rows
}

function correlations(columns: number[][]): number[][] {
  const units = columns.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    return values.map((value) => (length > 0 ? (value - mean) / length : 0))
  })
  return units.map((x) => units.map((y) => x.reduce((sum, value, row) => sum + value * (y[row] as number), 0)))
}

/** The sweep operator (Goodnight 1979): afterwards the other columns are what the swept ones leave of them. */
function sweep(matrix: number[][], pivot: number): void {
  const scale = at(matrix, pivot, pivot)
  const column = matrix.map((_, row) => at(matrix, row, pivot))
  const line = [...(matrix[pivot] as number[])]
  for (const [row, values] of matrix.entries()) {
    for (const index of values.keys()) {
      if (row === pivot && index === pivot) values[index] = -1 / scale
      else if (row === pivot || index === pivot) values[index] = at(matrix, row, index) / scale
      else values[index] = at(matrix, row, index) - ((column[row] as number) * (line[index] as number)) / scale
    }
  }
}

function at(matrix: number[][], row: number, column: number): number {
  return matrix[row]?.[column] as number
}
