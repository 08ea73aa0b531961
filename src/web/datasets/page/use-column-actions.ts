import { canStep, movedTo, stepped, withPinned, withShown } from '../../../shared/column-arrangement.ts'
import { notify } from '../../ui/notice.tsx'
import { writeClipboard } from '../../ui/write-clipboard.ts'
import type { ColumnAction } from '../table/column-menu.tsx'
import type { WantedCells } from '../table/data-table.tsx'
import { fittingWidth } from '../table/fitting-width.ts'
import type { RowSource } from '../table/row-source.ts'
import type { SortKey } from '../table/sort-order.ts'
import type { TableColumn } from '../table/table-column.ts'
import type { ArrangedColumns } from './use-column-arrangement.ts'

/** What the menu of a column, and dragging its head, does to the view; columns by their place in it. */
export const useColumnActions = ({
  columns,
  arranged,
  sort,
  source,
  row,
  onResize,
  setSort,
  filterBy,
  select,
  openPanel,
}: {
  columns: TableColumn[]
  arranged: ArrangedColumns
  sort: SortKey[]
  source: RowSource
  row: number
  onResize: (column: number, width: number | undefined) => void
  setSort: (sort: SortKey[]) => void
  filterBy: (column: string) => void
  select: (wanted: WantedCells) => void
  openPanel: () => void
}) => {
  const { arrangement, arrange } = arranged
  const nameOf = (column: number) => columns[column]?.name ?? ''

  const step = (column: number, by: -1 | 1): boolean => {
    if (!canStep(arranged, nameOf(column), by)) return false
    arrange(stepped(arrangement, nameOf(column), by))
    return true
  }

  const run = (column: number, action: ColumnAction) => {
    const name = nameOf(column)
    const others = sort.filter((key) => key.column !== name)
    const told: Record<ColumnAction, () => void> = {
      'sort-up': () => setSort([{ column: name, descending: false }]),
      'sort-down': () => setSort([{ column: name, descending: true }]),
      'sort-then': () => setSort([...others, { column: name, descending: false }]),
      unsort: () => setSort(others),
      filter: () => filterBy(name),
      pin: () => arrange(withPinned(arrangement, name, true)),
      unpin: () => arrange(withPinned(arrangement, name, false)),
      left: () => void step(column, -1),
      right: () => void step(column, 1),
      fit: () => onResize(column, fittingWidth(source, columns[column] as TableColumn, column, row)),
      hide: () => {
        arrange(withShown(arrangement, [name], false))
        notify({ text: `${name} is hidden.`, action: { label: 'Undo', run: () => arrange(arrangement) } })
      },
      'copy-name': () =>
        void writeClipboard(name).then((worked) =>
          notify({ text: worked ? `Copied: ${name}` : 'The browser did not allow copying.' }),
        ),
      select: () => select({ column, whole: true }),
      panel: () => {
        select({ column })
        openPanel()
      },
    }
    told[action]()
  }

  return {
    run,
    step,
    move: (column: number, place: number) => arrange(movedTo(arrangement, nameOf(column), place)),
    canMove: (column: number) => ({
      left: canStep(arranged, nameOf(column), -1),
      right: canStep(arranged, nameOf(column), 1),
    }),
  }
}
