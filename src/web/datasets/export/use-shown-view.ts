import { useMemo } from 'react'
import { type ArrangementText, writeArrangement } from '../../../shared/column-arrangement.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { type ExportFormat, excelLimits } from '../../../shared/export-format.ts'
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
  /** The same as addresses say it, short enough for one however many columns there are. */
  arrangement: ArrangementText
  columnCount: number
}

export const useShownView = ({ columns_info: info }: Dataset): ShownView => {
  const { filter, q, sort } = useTableView()
  const all = useMemo(() => info?.map(({ name }) => name) ?? [], [info])
  const { names, arrangement } = useColumnArrangement(all)
  const isFile = names.length === all.length && names.every((name, index) => name === all[index])
  return {
    ...{ filter, q, sort: knownKeys(sort, all).sort },
    columns: isFile ? undefined : names,
    arrangement: writeArrangement(arrangement, all),
    columnCount: all.length,
  }
}

/** What is shown, as parameters of the API. */
export const viewParameters = ({ filter, q, sort, arrangement }: ShownView) => ({
  filter,
  q: q || undefined,
  sort: writeSort(sort) || undefined,
  ...arrangement,
})

/** Whether a format holds fewer columns than are shown. */
export const isTooWide = ({ columns, columnCount }: ShownView, format: ExportFormat): boolean =>
  format === 'xlsx' && (columns?.length ?? columnCount) > excelLimits.columns

/** The address that gives exactly what is shown as a file. */
export const exportUrl = (
  { id, version }: Dataset,
  view: ShownView,
  format: ExportFormat,
  guard: 'on' | 'off' = 'on',
): string =>
  apiUrl(`/datasets/${encodeURIComponent(id)}/download`, {
    format,
    version,
    ...viewParameters(view),
    guard: guard === 'off' ? guard : undefined,
  })
