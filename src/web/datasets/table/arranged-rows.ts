import type { RowSource } from './row-source.ts'

/** Rows with their columns in another order, some left out: column `i` here is column `places[i]` there, or not there yet. */
export const arrangedRows = (source: RowSource, places: (number | undefined)[]): RowSource => {
  let last: { here: readonly number[]; there: readonly number[] } = { here: [], there: [] }
  const there = (columns: readonly number[]): readonly number[] => {
    if (columns !== last.here) last = { here: columns, there: columns.flatMap((column) => places[column] ?? []) }
    return last.there
  }
  return {
    ...source,
    row: (index, columns) => {
      const row = source.row(index, there(columns))
      const value = (column: number) => {
        const place = places[column]
        return place === undefined ? undefined : row.value(place)
      }
      return { ...row, value }
    },
    look: (viewed) => source.look({ ...viewed, columns: there(viewed.columns) }),
  }
}
