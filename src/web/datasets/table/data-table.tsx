import { useCallback, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react'
import { columnLayout, columnsOf } from './column-layout.ts'
import { cellCharacter } from './column-width.ts'
import type { Needles } from './filter-matches.ts'
import { type RowSlot, rowSlots } from './row-slots.ts'
import type { RowSource } from './row-source.ts'
import { type CellPlace, type CellRange, place, rangeOf, wholeColumns } from './selection.ts'
import type { SortKey } from './sort-order.ts'
import { TableBones } from './table-bones.tsx'
import type { TableColumn } from './table-column.ts'
import { type ChartFilter, TableHeader } from './table-header.tsx'
import { pressKey } from './table-keys.ts'
import { TableRow } from './table-row.tsx'
import { useDragSelection } from './use-drag-selection.ts'
import { useFractions } from './use-fractions.ts'
import { useGridSelection } from './use-grid-selection.ts'
import { useTableScroll } from './use-table-scroll.ts'

const rowsWhileUnknown = 30

export type DataTableProps = {
  label: string
  source: RowSource
  columns: TableColumn[]
  /** How many of the first columns stay at the left while the others scroll. */
  pinned: number
  widths: number[]
  rowHeight: number
  isNarrow: boolean
  sort: SortKey[]
  canSort: boolean
  onSort: (column: number, add: boolean) => void
  onResize: (column: number, width: number | undefined) => void
  onSelection: (range: CellRange, active: CellPlace) => void
  onOpenCell: (at: CellPlace) => void
  /** Opens what can be done with a column, at its head. */
  onColumnMenu?: ((column: number, anchor: Element) => void) | undefined
  /** Puts a column before the one at `place`. */
  onMoveColumn?: ((column: number, place: number) => void) | undefined
  /** Moves a column by one place; answers whether it moved. */
  onStepColumn?: ((column: number, step: -1 | 1) => boolean) | undefined
  /** Copies a range: into the event's clipboard at once, or without an event with its headers. */
  onCopy: (range: CellRange, event?: React.ClipboardEvent) => void
  /** Changes when the rows became other rows: the table goes back to its first row. */
  viewKey: string
  /** What the rows were found by, to be marked in their cells. */
  needles?: Needles | undefined
  /** What the charts in the head filter; without it they are only looked at. */
  charts?: ChartFilter | undefined
  /** Brings cells into view from outside. */
  wanted?: WantedCells | undefined
}

/** What a table is asked to show: a column of the current row or of another one, or the `whole` column selected. */
export type WantedCells = { column: number; row?: number; whole?: boolean }

/**
 * A table of any size as an ARIA grid: only the cells in view exist. One tab stop; arrows, page, home and end move, with
 * shift they select, Enter opens a cell, F2 goes into the chart of a column's head, Ctrl+C copies stored values.
 */
export function DataTable({
  label,
  source,
  columns,
  pinned,
  widths,
  rowHeight,
  isNarrow,
  sort,
  canSort,
  onSort,
  onResize,
  onSelection,
  onOpenCell,
  onColumnMenu,
  onMoveColumn,
  onStepColumn,
  onCopy,
  viewKey,
  charts,
  needles,
  wanted,
}: DataTableProps) {
  useSyncExternalStore(source.subscribe, source.changes)
  const rowCount = source.rowCount() ?? rowsWhileUnknown
  const layout = useMemo(() => columnLayout(widths), [widths])
  const chartHeight = isNarrow ? 28 : 36
  const headerHeight = isNarrow ? 76 : 84
  const numberWidth = Math.max(48, Math.ceil(String(rowCount).length * cellCharacter) + 18)
  const isNumberSticky = !isNarrow
  const scroll = useTableScroll({
    ...{ rowCount, rowHeight, headerHeight, layout },
    ...{ offset: numberWidth, isOffsetPinned: isNumberSticky, pinned: isNarrow ? 1 : pinned },
  })
  const latestScroll = useRef(scroll)
  latestScroll.current = scroll
  const { view, sticky } = scroll
  const { first } = view.columns
  const last = Math.min(view.columns.end, columns.length)
  const inView = useMemo(() => columnsOf({ first, end: last }, sticky), [first, last, sticky])
  const reveal = ({ row, column }: CellPlace) => scroll.reveal(row, column)

  const extent = { rows: rowCount, columns: columns.length, page: scroll.rowsPerPage }
  const selection = useGridSelection(extent, ({ active }) => reveal(active))
  const { active } = selection.cells
  const range = rangeOf(selection.cells)
  const pointer = useDragSelection({
    selection,
    scroll,
    rowCount,
    columnCount: columns.length,
    headerHeight,
    numberWidth,
  })
  const fractions = useFractions(source, columns, view.rows, inView)
  const cellId = useId()

  useEffect(() => source.look({ ...view, columns: inView }), [source, view, inView])
  const { top, bottom, left, right } = range
  useEffect(
    () => onSelection({ top, bottom, left, right }, { row: active.row, column: active.column }),
    [top, bottom, left, right, active.row, active.column, onSelection],
  )

  const shownKey = useRef(viewKey)
  useEffect(() => {
    if (shownKey.current === viewKey) return
    shownKey.current = viewKey
    scroll.toTop()
    selection.set(place(0, active.column))
  }, [viewKey, scroll.toTop, selection.set, active.column])

  const done = useRef(wanted)
  useEffect(() => {
    if (!wanted || done.current === wanted) return
    done.current = wanted
    const { column, row = active.row, whole } = wanted
    selection.set(whole ? wholeColumns({ left: column, right: column }, rowCount) : place(row, column))
    scroll.reveal(whole ? 0 : row, column)
  }, [wanted, selection.set, scroll.reveal, active.row, rowCount])

  const openMenu = useCallback(
    (column: number, anchor: Element) => {
      scroll.scroller.current?.focus()
      selection.enterHeader(column)
      onColumnMenu?.(column, anchor)
    },
    [scroll.scroller, selection.enterHeader, onColumnMenu],
  )

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const isHandled = pressKey(event, {
      ...{ selection, extent, widths, onResize, onCopy, onStep: onStepColumn, onReveal: reveal, onOpen: onOpenCell },
      head: () => document.getElementById(cellId),
      onSort: canSort ? onSort : undefined,
      onMenu: onColumnMenu && openMenu,
    })
    if (isHandled) event.preventDefault()
  }

  const end = Math.min(view.rows.end, rowCount)
  const kept = useRef<RowSlot[]>([])
  const slots = rowSlots({ first: Math.min(view.rows.first, end), end }, view.pool, view.direction !== 0, kept.current)
  kept.current = slots
  const rows = slots.map(({ slot, index }) => ({ slot, index, row: source.row(index, inView) }))
  const activeRow = rows.find(({ index }) => index === active.row)?.row
  const hasActiveCell = columns.length > 0 && (selection.inHeader || (activeRow !== undefined && activeRow.stamp !== 0))

  return (
    <div
      ref={scroll.scroller}
      role="grid"
      dir="ltr"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-activedescendant={hasActiveCell ? cellId : undefined}
      tabIndex={0}
      className="group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain bg-ground outline-none select-none"
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        if (selection.inHeader || rowCount === 0) return
        onCopy(range, event)
      }}
      onDoubleClick={(event) => {
        // The press that selects captures the pointer, so that the table itself is the target.
        if (document.elementFromPoint(event.clientX, event.clientY)?.closest('[role=gridcell]'))
          onOpenCell(scroll.locate(event.clientX, event.clientY))
      }}
      {...pointer}
    >
      <TableHeader
        columns={columns}
        layout={layout}
        inView={inView}
        numberWidth={numberWidth}
        sticky={sticky}
        isNumberSticky={isNumberSticky}
        height={headerHeight}
        chartHeight={chartHeight}
        sort={sort}
        canSort={canSort}
        active={selection.inHeader ? active.column : undefined}
        current={active.column}
        cellId={cellId}
        charts={charts}
        onSort={onSort}
        onResize={onResize}
        onMenu={onColumnMenu && openMenu}
        onMove={onMoveColumn}
        scroll={latestScroll}
      />
      <div
        role="rowgroup"
        aria-busy={rows.length > 0 && rows.every(({ row }) => row.stamp === 0) ? true : undefined}
        className="relative overflow-clip"
        style={{ height: scroll.elementHeight, width: numberWidth + layout.total }}
      >
        {rows.some(({ row }) => row.stamp === 0) && (
          <TableBones
            layout={layout}
            inView={inView}
            top={view.shift + view.rows.first * rowHeight}
            rows={rows.length}
            rowHeight={rowHeight}
            offset={numberWidth}
            isMoving={view.direction !== 0}
          />
        )}
        {rows.map(({ slot, index, row }) => (
          <TableRow
            key={slot}
            source={source}
            row={row}
            index={index}
            top={view.shift + index * rowHeight}
            height={rowHeight}
            columns={columns}
            layout={layout}
            inView={inView}
            fractions={fractions}
            numberWidth={numberWidth}
            sticky={sticky}
            isNumberSticky={isNumberSticky}
            selected={
              index >= range.top && index <= range.bottom && (range.top !== range.bottom || range.left !== range.right)
                ? { first: range.left, end: range.right + 1 }
                : undefined
            }
            active={!selection.inHeader && index === active.row ? active.column : undefined}
            cellId={cellId}
            needles={needles}
          />
        ))}
      </div>
    </div>
  )
}
