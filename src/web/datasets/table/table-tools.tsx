import { ArrowDownUp, BrushCleaning, Columns3, Rows3, Rows4 } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ColumnArrangement } from '../../../shared/column-arrangement.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PanelToggle } from '../../ui/panel-toggle.tsx'
import { Popover, PopoverTrigger } from '../../ui/popover.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { SortKey } from './sort-order.ts'
import type { TableColumn } from './table-column.ts'

const ColumnsMenu = lazy(() => import('./columns-menu.tsx'))
const SortEditor = lazy(() => import('./sort-editor.tsx'))

/** What stands at the right above the table: its order, its columns, how dense it is, the column panel. */
export function TableTools({
  columns,
  arrangement,
  sort,
  density,
  isPanelOpen,
  isCleaning,
  hasUnappliedSteps,
  onArrange,
  onSort,
  onReset,
  onDensity,
  onPanel,
  onClean,
}: {
  columns: TableColumn[]
  arrangement: ColumnArrangement
  sort: SortKey[]
  density: 'comfortable' | 'compact'
  isPanelOpen: boolean
  isCleaning: boolean
  hasUnappliedSteps: boolean
  onArrange: (next: ColumnArrangement) => void
  onSort: (sort: SortKey[]) => void
  onReset: () => void
  onDensity: () => void
  onPanel: () => void
  onClean: () => void
}) {
  const isArranged =
    arrangement.hidden.size > 0 ||
    arrangement.pinned.length > 0 ||
    arrangement.order.some((name, index) => name !== columns[index]?.name)
  return (
    <div className="flex items-center gap-0.5">
      <PopoverTrigger>
        <IconButton label="Sort" className={classNames(sort.length > 0 && 'text-accent!')}>
          <ArrowDownUp aria-hidden size={15} />
        </IconButton>
        <Popover label="Sort" placement="bottom end">
          <Suspense fallback={<Skeleton className="m-3 h-24 w-76" />}>
            <SortEditor sort={sort} columns={columns} onSort={onSort} />
          </Suspense>
        </Popover>
      </PopoverTrigger>
      <PopoverTrigger>
        <IconButton label="Columns" className={classNames(isArranged && 'text-accent!')}>
          <Columns3 aria-hidden size={15} />
        </IconButton>
        <Popover label="Columns" placement="bottom end">
          <Suspense fallback={<Skeleton className="m-3 h-72 w-74" />}>
            <ColumnsMenu columns={columns} arrangement={arrangement} onArrange={onArrange} onReset={onReset} />
          </Suspense>
        </Popover>
      </PopoverTrigger>
      <IconButton
        label={hasUnappliedSteps ? 'Clean and derive: steps are not applied yet' : 'Clean and derive'}
        aria-expanded={isCleaning}
        className={classNames(hasUnappliedSteps && 'text-amber!')}
        onPress={onClean}
      >
        <BrushCleaning aria-hidden size={15} />
      </IconButton>
      <IconButton
        label={density === 'compact' ? 'Comfortable rows' : 'Compact rows'}
        className="max-wide:hidden"
        onPress={onDensity}
      >
        {density === 'compact' ? <Rows3 aria-hidden size={15} /> : <Rows4 aria-hidden size={15} />}
      </IconButton>
      <PanelToggle what="the column panel" isOpen={isPanelOpen} onPress={onPanel} />
    </div>
  )
}
