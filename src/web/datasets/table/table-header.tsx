import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import { ColumnChart } from '../../profiles/column-chart.tsx'
import { NullBar } from '../../profiles/null-bar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { KindIcon } from '../../ui/kind-icon.tsx'
import type { ColumnLayout, Span } from './column-layout.ts'
import { ColumnResizer } from './column-resizer.tsx'
import type { SortKey } from './sort-order.ts'
import type { TableColumn } from './table-column.ts'

export type TableHeaderProps = {
  columns: TableColumn[]
  layout: ColumnLayout
  span: Span
  numberWidth: number
  isPinned: boolean
  height: number
  chartHeight: number
  sort: SortKey[]
  canSort: boolean
  active: number | undefined
  current: number | undefined
  cellId: string
  onSort: (column: number, add: boolean) => void
  onResize: (column: number, width: number | undefined) => void
}

/** The head of the table: per column its name, kind, chart and null bar. It stays while the rows scroll. */
export const TableHeader = memo(function TableHeader(props: TableHeaderProps) {
  const { columns, layout, span, numberWidth, isPinned, height } = props
  const inView: number[] = []
  if (isPinned && columns.length > 0) inView.push(0)
  for (let column = Math.max(span.first, isPinned ? 1 : 0); column < span.end; column += 1) inView.push(column)
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className="relative flex bg-surface"
        style={{ height, width: numberWidth + layout.total }}
      >
        <div
          role="columnheader"
          aria-colindex={1}
          className={classNames(
            'flex shrink-0 items-end justify-end border-r border-b border-hairline bg-surface px-2 pb-2 text-12 text-text-3',
            !isPinned && 'sticky left-0 z-10',
          )}
          style={{ width: numberWidth }}
        >
          row
        </div>
        {inView.map((column) => (
          <HeaderCell key={column} {...props} column={column} />
        ))}
      </div>
    </div>
  )
})

function HeaderCell({
  columns,
  layout,
  numberWidth,
  isPinned,
  chartHeight,
  sort,
  canSort,
  active,
  current,
  cellId,
  onSort,
  onResize,
  column,
}: TableHeaderProps & { column: number }) {
  const { name, kind, sqlType, profile } = columns[column] as TableColumn
  const width = layout.widths[column] ?? 0
  const key = sort.findIndex((sorted) => sorted.column === name)
  const order = sort[key]
  const stays = isPinned && column === 0
  const isActive = active === column
  return (
    <div
      role="columnheader"
      aria-colindex={column + 2}
      aria-sort={order === undefined ? 'none' : order.descending ? 'descending' : 'ascending'}
      {...(isActive ? { id: cellId } : {})}
      className={classNames(
        'flex flex-col border-r border-b border-hairline bg-surface',
        stays ? 'sticky left-0 z-10 shrink-0' : 'absolute inset-y-0',
        isActive && 'outline-2 -outline-offset-2 outline-accent',
      )}
      style={stays ? { width } : { left: numberWidth + (layout.starts[column] ?? 0), width }}
    >
      <button
        type="button"
        tabIndex={-1}
        disabled={!canSort}
        onClick={(event) => onSort(column, event.shiftKey)}
        title={`${name} · ${sqlType}`}
        className={classNames(
          'mt-1 flex h-7 w-full items-center gap-1.5 px-3 text-left text-13 font-medium',
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
      <div className="mt-1.5 px-3">
        {profile && <ColumnChart profile={profile} width={width - 25} height={chartHeight} />}
      </div>
      <div className="mt-auto">{profile && <NullBar nullCount={profile.null_count} count={profile.count} />}</div>
      <ColumnResizer width={width} onResize={(next) => onResize(column, next)} />
    </div>
  )
}
