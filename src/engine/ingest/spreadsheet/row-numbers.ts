/** Which row of the sheet each row of the table is, kept as the places where a gap lies between them. */
export type RowNumbers = {
  add(number: number): void
  /** The number, from 1, of the sheet's row that is row `row` of the table, from 0; null when there is none. */
  numberOf(row: number): number | null
  /** The largest number; null while there is no row. */
  last(): number | null
}

/** Keeps the numbers of rows in the order they are added. */
export function rowNumbers(): RowNumbers {
  const firstRows: number[] = []
  const numbers: number[] = []
  let count = 0
  let last = Number.NaN
  let largest: number | null = null
  return {
    add(number) {
      if (number !== last + 1) {
        firstRows.push(count)
        numbers.push(number)
      }
      last = number
      largest = Math.max(number, largest ?? 0)
      count++
    },
    last: () => largest,
    numberOf(row) {
      if (row < 0 || row >= count) return null
      let [low, high] = [0, firstRows.length - 1]
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if ((firstRows[middle] as number) <= row) low = middle
        else high = middle - 1
      }
      return (numbers[low] as number) + row - (firstRows[low] as number)
    },
  }
}
