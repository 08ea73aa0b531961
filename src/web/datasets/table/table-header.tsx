import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react'
import { memo } from 'react'
import type { Filter } from '../../../shared/rows.ts'
import { classNames } from '../../ui/class-names.ts'
import { KindIcon } from '../../ui/kind-icon.tsx'
import type { ColumnLayout } from './column-layout.ts'
import { ColumnResizer } from './column-resizer.tsx'
import { HeaderChart } from './header-chart.tsx'
import type { SortKey } from './sort-order.ts'
import type { TableColumn } from './table-column.ts'
import { useColumnDrag } from './use-column-drag.ts'
import { type CountedColumns, type CountedRows, useSummaries } from './use-summaries.ts'
import type { TableScroll } from './use-table-scroll.ts'

export type TableHeaderProps = {
  columns: TableColumn[]
  layout: ColumnLayout
  /** The columns that stand now, the first `sticky` of them at the left edge. */
  inView: readonly number[]
  numberWidth: number
  sticky: number
  isNumberSticky: boolean
  height: number
  chartHeight: number
  sort: SortKey[]
  canSort: boolean
  active: number | undefined
  current: number | undefined
  cellId: string
  /** What the charts filter; without it they are only looked at. */
  charts: ChartFilter | undefined
  onSort: (column: number, add: boolean) => void
  onResize: (column: number, width: number | undefined) => void
  /** Opens what can be done with a column, at its button. */
  onMenu: ((column: number, anchor: Element) => void) | undefined
  onMove: ((column: number, place: number) => void) | undefined
  scroll: React.RefObject<TableScroll>
}

/**
 * What the charts of the columns show and do: they count the rows that are there, so that these come first, and what is
 * chosen in them is a part of the filter in force.
 */
export type ChartFilter = CountedRows & {
  chosen: Filter | undefined
  onFilter: (filter: Filter | undefined) => void
}

/** The head of the table: per column its name, kind, chart and null bar. It stays while the rows scroll. */
export const TableHeader = memo(function TableHeader(props: TableHeaderProps) {
  const { columns, layout, inView, numberWidth, isNumberSticky, height, charts } = props
  const counted = useSummaries(
    charts,
    inView.map((column) => columns[column]?.name ?? ''),
  )
  const { mark, handlers } = useColumnDrag(props.scroll, props.onMove)
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className="relative flex bg-surface"
        style={{ height, width: numberWidth + layout.total }}
        {...handlers}
      >
        <div
          role="columnheader"
          aria-colindex={1}
          className={classNames(
            'flex shrink-0 items-end justify-end border-r border-b border-hairline bg-surface px-2 pb-2 text-12 text-text-3',
            isNumberSticky && 'sticky left-0 z-10',
          )}
          style={{ width: numberWidth }}
        >
          row
        </div>
        {inView.map((column) => (
          <HeaderCell key={column} {...props} column={column} counted={counted} isDragged={mark?.column === column} />
        ))}
        {mark && (
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 z-20 w-0.5 -translate-x-1/2 bg-accent"
            style={{ left: mark.left }}
          />
        )}
      </div>
    </div>
  )
})

function HeaderCell({
  columns,
  layout,
  numberWidth,
  sticky,
  isNumberSticky,
  chartHeight,
  sort,
  canSort,
  active,
  current,
  cellId,
  charts,
  onSort,
  onResize,
  onMenu,
  column,
  counted,
  isDragged,
}: TableHeaderProps & { column: number; counted: CountedColumns | undefined; isDragged: boolean }) {
  const { name, kind, sqlType, profile } = columns[column] as TableColumn
  const width = layout.widths[column] ?? 0
  const key = sort.findIndex((sorted) => sorted.column === name)
  const order = sort[key]
  const stays = column < sticky
  const start = layout.starts[column] ?? 0
  const isActive = active === column
  return (
    <div
      role="columnheader"
      aria-colindex={column + 2}
      aria-sort={order === undefined ? 'none' : order.descending ? 'descending' : 'ascending'}
      {...(isActive ? { id: cellId } : {})}
      onContextMenu={(event) => {
        if (!onMenu) return
        event.preventDefault()
        onMenu(column, event.currentTarget)
      }}
      className={classNames(
        'group/head flex flex-col border-r border-b border-hairline bg-surface',
        isDragged && 'opacity-50',
        column === sticky - 1 && 'border-r-control/50',
        stays ? 'sticky z-10 shrink-0' : 'absolute inset-y-0',
        isActive && 'outline-2 -outline-offset-2 outline-accent',
      )}
      style={{ left: stays && !isNumberSticky ? start : numberWidth + start, width }}
    >
      <button
        type="button"
        tabIndex={-1}
        disabled={!canSort}
        data-name-of={column}
        onClick={(event) => onSort(column, event.shiftKey)}
        title={`${name} · ${sqlType}`}
        className={classNames(
          'mt-1 flex h-7 w-full items-center gap-1.5 pr-8 pl-3 text-left text-13 font-medium',
          canSort && 'hover:bg-hover',
          current === column && 'text-accent',
        )}
      >
        <KindIcon kind={kind} size={13} />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {order && (
          <span className="flex shrink-0 items-center text-accent">
            {order.descending ? <ArrowDown aria-hidden size={13} /> : <ArrowUp aria-hidden size={13} />}
            {sort.length > 1 && <span className="text-12 tabular">{key + 1}</span>}
          </span>
        )}
      </button>
      {onMenu && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Menu of ${name}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(column, event.currentTarget)}
          className="absolute top-1.5 right-1.5 grid size-6 place-items-center rounded-sm text-text-2 opacity-0 group-hover/head:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <ChevronDown aria-hidden size={14} />
        </button>
      )}
      {profile && (
        <HeaderChart
          profile={profile}
          counted={counted}
          filter={charts?.chosen}
          width={width}
          height={chartHeight}
          onFilter={charts?.onFilter}
        />
      )}
      <ColumnResizer width={width} onResize={(next) => onResize(column, next)} />
    </div>
  )
}
