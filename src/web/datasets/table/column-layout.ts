/** Where each column begins and how wide it is, in pixels from the first column's left edge. */
export type ColumnLayout = { starts: number[]; widths: number[]; total: number }

/** A run of rows or columns: `first` up to but not including `end`. */
export type Span = { first: number; end: number }

export const columnLayout = (widths: number[]): ColumnLayout => {
  const starts: number[] = []
  let total = 0
  for (const width of widths) {
    starts.push(total)
    total += width
  }
  return { starts, widths, total }
}

/** The last column that begins at or before `x`. */
export const columnAt = ({ starts }: ColumnLayout, x: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] as number) <= x) low = middle
    else high = middle - 1
  }
  return low
}

/** The columns that show between `left` and `right`. */
export const columnsInView = (layout: ColumnLayout, left: number, right: number): Span => {
  if (layout.starts.length === 0) return { first: 0, end: 0 }
  return { first: columnAt(layout, left), end: columnAt(layout, Math.max(left, right - 1)) + 1 }
}

/** The columns of a view: the first `sticky` and those of a span. */
export const columnsOf = ({ first, end }: Span, sticky: number): number[] => [
  ...Array.from({ length: sticky }, (_, column) => column),
  ...Array.from({ length: Math.max(0, end - Math.max(first, sticky)) }, (_, at) => Math.max(first, sticky) + at),
]

const widestPinned = 0.6

/** How many of the first `pinned` columns stay at the left of a view: so many that the others keep room to scroll. */
export const stickyColumns = ({ starts, widths }: ColumnLayout, pinned: number, room: number): number => {
  let count = Math.min(pinned, widths.length)
  const end = (column: number) => (starts[column] ?? 0) + (widths[column] ?? 0)
  while (count > 0 && end(count - 1) > room * widestPinned) count -= 1
  return count
}

/** The rows that show between `top` and `top + height`, and `extra` more on each side. */
export const rowsInView = (top: number, height: number, rowHeight: number, rowCount: number, extra: number): Span => ({
  first: Math.min(Math.max(0, Math.floor(top / rowHeight) - extra), rowCount),
  end: Math.min(rowCount, Math.ceil((top + height) / rowHeight) + extra),
})
