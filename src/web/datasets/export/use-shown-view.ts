import { useMemo } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { ExportFormat } from '../../../shared/export-format.ts'
import type { Filter } from '../../../shared/rows.ts'
import { apiUrl } from '../../api/request.ts'
import { useColumnArrangement } from '../page/use-column-arrangement.ts'
import { useTableView } from '../page/use-table-view.ts'
import { knownKeys, type SortKey, writeSort } from '../table/sort-order.ts'

/** What of a dataset is shown now: its rows, their order, the columns and theirs. */
export type ShownView = {
  filter: Filter | undefined
  q: string
  sort: SortKey[]
  /** The columns in their order; undefined where they are all of them as in the file. */
  columns: string[] | undefined
  columnCount: number
}

/** An address that servers and proxies take. */
const longestAddress = 14_000

export const useShownView = ({ columns_info: info }: Dataset): ShownView => {
  const { filter, q, sort } = useTableView()
  const all = useMemo(() => info?.map(({ name }) => name) ?? [], [info])
  const { names } = useColumnArrangement(all)
  const isFile = names.length === all.length && names.every((name, index) => name === all[index])
  return { filter, q, sort: knownKeys(sort, all).sort, columns: isFile ? undefined : names, columnCount: all.length }
}

/** The address that gives exactly what is shown as a file, and whether all of it fits into an address. */
export const exportUrl = (
  dataset: Dataset,
  { filter, q, sort, columns }: ShownView,
  format: ExportFormat,
  guard: 'on' | 'off' = 'on',
): { url: string; hasColumns: boolean } => {
  const path = `/datasets/${encodeURIComponent(dataset.id)}/download`
  const query = {
    format,
    version: dataset.version,
    filter,
    q: q || undefined,
    sort: writeSort(sort) || undefined,
    guard: guard === 'off' ? guard : undefined,
  }
  const url = apiUrl(path, { ...query, columns })
  return url.length <= longestAddress ? { url, hasColumns: true } : { url: apiUrl(path, query), hasColumns: false }
}
