import { useMemo } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Filter } from '../../../shared/rows.ts'
import { arrangedRows } from '../table/arranged-rows.ts'
import { fixedRows, waitingRows } from '../table/fixed-rows.ts'
import type { SortKey } from '../table/sort-order.ts'
import { type RowsQuestion, useRowPages } from '../table/use-row-pages.ts'
import type { Preview } from './table-columns.ts'

const rowsWhileUnknown = 30

/**
 * The rows of a view with its columns in their order. Rows that have arrived stay while columns move or go; a column that
 * comes waits for its own.
 */
export const useShownRows = ({
  dataset,
  preview,
  names,
  places,
  sort,
  filter,
  q,
}: {
  dataset: Dataset
  preview: Preview | undefined
  names: string[]
  places: number[]
  sort: SortKey[]
  filter: Filter | undefined
  q: string
}) => {
  const { id: datasetId, version, status, row_count: total } = dataset
  const columns = useMemo(
    () => [...places].sort((one, other) => one - other).map((place) => names[place] as string),
    [places, names],
  )
  const question = useMemo<RowsQuestion | undefined>(
    () =>
      status === 'ready'
        ? { datasetId, version, columns, columnCount: names.length, rowCount: total ?? 0, sort, filter, q }
        : undefined,
    [status, datasetId, version, columns, names, total, sort, filter, q],
  )
  const { shown, isPending } = useRowPages(question)
  const placeholder = useMemo(
    () => (preview ? fixedRows(preview.rows) : waitingRows(total || rowsWhileUnknown)),
    [preview, total],
  )
  const fetched = useMemo(() => {
    if (!shown) return undefined
    const at = new Map(shown.question.columns.map((name, index) => [name, index]))
    return places.map((place) => at.get(names[place] as string))
  }, [shown, places, names])
  const source = useMemo(
    () => arrangedRows(shown?.pages ?? placeholder, fetched ?? places),
    [shown?.pages, placeholder, fetched, places],
  )
  return { source, shown, isPending, fetched }
}
