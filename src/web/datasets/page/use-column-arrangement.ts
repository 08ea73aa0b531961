import { useMemo } from 'react'
import {
  type ColumnArrangement,
  readArrangement,
  type ShownColumns,
  shownColumns,
  writeArrangement,
} from '../../../shared/column-arrangement.ts'
import { notify } from '../../ui/notice.tsx'
import { noColumns, useDatasetSearch } from './use-table-view.ts'

/** What a server surely takes of an address, with room for the filter. */
const longestAddress = 8000

export type ArrangedColumns = ShownColumns & {
  arrangement: ColumnArrangement
  /** Where each shown column stands in the file. */
  places: number[]
  /** What the address names that is no column of this table. */
  unknown: string[]
  arrange: (next: ColumnArrangement) => void
}

/** Which of the columns show, in which order and which pinned, kept in the address. */
export const useColumnArrangement = (names: string[]): ArrangedColumns => {
  const { search, change } = useDatasetSearch()
  const { hide = '', show = '', pin = '', order = '' } = search
  const read = useMemo(() => {
    const { arrangement, unknown } = readArrangement({ hide, show, pin, order }, names)
    const shown = shownColumns(arrangement)
    const indexes = new Map(names.map((name, index) => [name, index]))
    return { arrangement, unknown, ...shown, places: shown.names.map((name) => indexes.get(name) as number) }
  }, [hide, show, pin, order, names])

  const arrange = (next: ColumnArrangement) => {
    const text = writeArrangement(next, names)
    if (encodeURIComponent(Object.values(text).join()).length > longestAddress) {
      return notify({ text: 'So many single columns do not fit into the address of a view. Show only those you need.' })
    }
    change({ ...noColumns, ...text }, true)
  }
  return { ...read, arrange }
}
