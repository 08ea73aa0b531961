import { useCallback, useMemo, useRef, useState } from 'react'
import { firstColumnWidth } from '../table/column-width.ts'
import type { TableColumn } from '../table/table-column.ts'

/**
 * The widths of the columns. A column keeps the width it first had, whatever is learned about it later, until a person
 * changes it; undefined takes the first width again, and the last function all of them.
 */
export const useColumnWidths = (
  columns: TableColumn[],
  sample: unknown[][],
): [number[], (column: number, width: number | undefined) => void, () => void] => {
  const first = useRef(new Map<string, number>())
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map())
  const widths = useMemo(
    () =>
      columns.map((column, index) => {
        const known = chosen.get(column.name) ?? first.current.get(column.name)
        if (known !== undefined) return known
        const width = firstColumnWidth(column, column.profile ? [] : sample.map((row) => row[index]))
        first.current.set(column.name, width)
        return width
      }),
    [columns, sample, chosen],
  )
  const resize = useCallback(
    (index: number, width: number | undefined) => {
      const name = columns[index]?.name
      if (name === undefined) return
      setChosen((now) => {
        const next = new Map(now)
        if (width === undefined) next.delete(name)
        else next.set(name, width)
        return next
      })
    },
    [columns],
  )
  const reset = useCallback(() => setChosen(new Map()), [])
  return [widths, resize, reset]
}
