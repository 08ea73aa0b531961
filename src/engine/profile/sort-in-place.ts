import { type FileOrder, fileOrderOf } from './file-order.ts'
import { sortDoubles } from './sort-doubles.ts'

/** What is known of values once they are sorted: the order they were in, and how many of them are different. */
export type SortedValues = { order: FileOrder; distinct: number }

/** Sorts finite doubles in place, ascending. There must be no NaN and no -0. */
export function sortInPlace(values: Float64Array): SortedValues {
  const order = fileOrderOf(values)
  sortDoubles(values)
  return { order, distinct: countRuns(values) }
}

function countRuns(sorted: Float64Array): number {
  let runs = Math.min(sorted.length, 1)
  for (let index = 1; index < sorted.length; index++) if (sorted[index] !== sorted[index - 1]) runs++
  return runs
}
