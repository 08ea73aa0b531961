import { memo } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Cell } from './cell.tsx'
import type { ColumnLayout, Span } from './column-layout.ts'
import { charactersIn } from './column-width.ts'
import type { Needles } from './filter-matches.ts'
import type { LoadedRow, RowSource } from './row-source.ts'
import type { TableColumn } from './table-column.ts'

export type TableRowProps = {
  source: RowSource
  row: LoadedRow
  index: number
  top: number
  height: number
  columns: TableColumn[]
  layout: ColumnLayout
  /** The columns that stand now, the first `sticky` of them at the left edge. */
  inView: readonly number[]
  fractions: Fractions
  numberWidth: number
  sticky: number
  /** Whether the number of the row stays at the left edge too. */
  isNumberSticky: boolean
  selected: Span | undefined
  active: number | undefined
  cellId: string
  /** What the rows were found by. */
  needles?: Needles | undefined
}

/** The room after the point, per column; a new object whenever one of them changed. */
export type Fractions = ReadonlyMap<string, number>

const sameSpan = (a: Span | undefined, b: Span | undefined) => a === b || (a?.first === b?.first && a?.end === b?.end)

const isSame = (a: TableRowProps, b: TableRowProps) =>
  a.source === b.source &&
  a.index === b.index &&
  a.top === b.top &&
  a.height === b.height &&
  a.row.stamp === b.row.stamp &&
  a.columns === b.columns &&
  a.layout === b.layout &&
  a.fractions === b.fractions &&
  a.numberWidth === b.numberWidth &&
  a.sticky === b.sticky &&
  a.isNumberSticky === b.isNumberSticky &&
  a.active === b.active &&
  a.cellId === b.cellId &&
  a.needles === b.needles &&
  a.inView === b.inView &&
  sameSpan(a.selected, b.selected)

const cellClass = 'truncate border-r border-b border-hairline px-3 whitespace-pre'

/** One row of the table: its number, then the cells in view. A row that is on its way shows the bones behind it. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { row, index, top, height, layout, inView, numberWidth, isNumberSticky } = props
  const isWaiting = row.stamp === 0
  const numberClass = classNames(
    'h-full shrink-0 border-r border-hairline bg-surface px-2 text-right text-12 text-text-2 select-none',
    isNumberSticky && 'sticky left-0 z-10',
  )
  return (
    <div
      {...(isWaiting ? {} : { role: 'row', 'aria-rowindex': index + 2 })}
      className={classNames(
        'group/row absolute left-0 flex font-mono text-13 [font-variant-ligatures:none] contain-[layout_style]',
        isWaiting ? 'border-b border-hairline' : 'bg-surface hover:bg-hover',
      )}
      style={{
        transform: `translateY(${top}px)`,
        height,
        lineHeight: `${height - 1}px`,
        width: numberWidth + layout.total,
      }}
    >
      {isWaiting ? (
        <div className={numberClass} style={{ width: numberWidth }} />
      ) : (
        <div
          role="rowheader"
          aria-colindex={1}
          className={classNames(numberClass, 'border-b group-hover/row:bg-hover')}
          style={{ width: numberWidth, lineHeight: `${height - 1}px` }}
        >
          {row.number}
        </div>
      )}
      {!isWaiting && inView.map((column) => <TableCell key={column} {...props} column={column} />)}
    </div>
  )
}, isSame)

function TableCell({
  row,
  columns,
  layout,
  fractions,
  numberWidth,
  sticky,
  isNumberSticky,
  selected,
  active,
  cellId,
  needles,
  column,
}: TableRowProps & { column: number }) {
  const { name, kind } = columns[column] as TableColumn
  const width = layout.widths[column] ?? 0
  const value = row.value(column)
  const isNull = value === null
  const isSelected = selected !== undefined && column >= selected.first && column < selected.end
  const isActive = active === column
  const stays = column < sticky
  const start = layout.starts[column] ?? 0
  return (
    <div
      role="gridcell"
      aria-colindex={column + 2}
      {...(isSelected ? { 'aria-selected': true } : {})}
      {...(isActive ? { id: cellId, 'data-active': true } : {})}
      className={classNames(
        cellClass,
        stays ? 'sticky z-10 h-full shrink-0 bg-surface group-hover/row:bg-hover' : 'absolute inset-y-0',
        column === sticky - 1 && 'border-r-control/50',
        kind === 'text' && 'text-left [unicode-bidi:plaintext]',
        isNull ? 'text-center text-text-3' : kind === 'numeric' && 'text-right',
        isSelected && 'bg-selected!',
        isActive && 'z-[5] outline-2 -outline-offset-2 outline-transparent group-focus/grid:outline-accent',
      )}
      style={{ left: stays && !isNumberSticky ? start : numberWidth + start, width }}
    >
      {value !== undefined && (
        <Cell
          value={value}
          kind={kind}
          fraction={fractions.get(name) ?? 0}
          room={charactersIn(width)}
          needles={needles?.get(name)}
        />
      )}
    </div>
  )
}
