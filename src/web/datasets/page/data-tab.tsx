import { skipToken, useQuery } from '@tanstack/react-query'
import { PanelRight, Rows3, Rows4 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatFacts } from '../../../shared/format-facts.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { profileQuery } from '../../profiles/profile-query.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { CellViewer } from '../table/cell-viewer.tsx'
import { ColumnPanel } from '../table/column-panel.tsx'
import { DataTable } from '../table/data-table.tsx'
import { FilterBar } from '../table/filter-bar.tsx'
import { fixedRows, waitingRows } from '../table/fixed-rows.ts'
import { type CellPlace, type CellRange, cellCount } from '../table/selection.ts'
import { pressSort } from '../table/sort-order.ts'
import { TableStatus } from '../table/table-status.tsx'
import { useRowPages } from '../table/use-row-pages.ts'
import { receiptQuery } from './receipt-query.ts'
import { StageLine } from './stage-line.tsx'
import { useStoredChoice } from './stored-choice.ts'
import { type Preview, previewSchema, tableColumns } from './table-columns.ts'
import { TableMessage } from './table-message.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { useColumnWidths } from './use-column-widths.ts'
import { useCopyCells } from './use-copy-cells.ts'
import { useTableView } from './use-table-view.ts'

const profileWait = 500
const rowHeights = { comfortable: 32, compact: 26 }
const noRows: unknown[][] = []
const wholeCell: CellRange = { top: 0, bottom: 0, left: 0, right: 0 }

/** The rows of a dataset with everything around them: filters, the column panel, the status line. */
export function DataTab({ dataset }: { dataset: Dataset }) {
  const isReady = dataset.status === 'ready'
  const preview = usePreview(dataset.id, !isReady)
  const profile = useQuery({ ...profileQuery(dataset.id, dataset.version), enabled: isReady })
  const receipt = useQuery({ ...receiptQuery(dataset.id, dataset.version), enabled: isReady })
  const isProfileDue = useElapsed(profileWait) || !profile.isLoading
  const columns = useMemo(() => tableColumns(dataset, preview, profile.data), [dataset, preview, profile.data])
  if (!columns || (isReady && !isProfileDue && !preview)) {
    return <TableSkeleton bar={isReady ? undefined : <StageLine dataset={dataset} />} />
  }
  return (
    <Table
      dataset={dataset}
      columns={columns}
      preview={preview}
      isReady={isReady}
      facts={receipt.data ? formatFacts(receipt.data) : []}
    />
  )
}

function Table({
  dataset,
  columns,
  preview,
  isReady,
  facts,
}: {
  dataset: Dataset
  columns: NonNullable<ReturnType<typeof tableColumns>>
  preview: Preview | undefined
  isReady: boolean
  facts: string[]
}) {
  const view = useTableView()
  const isNarrow = useMedia('(max-width: 719.98px)')
  const isWide = useMedia('(min-width: 1100px)')
  const [density, setDensity] = useStoredChoice('rows', ['comfortable', 'compact'], 'comfortable')
  const [panel, setPanel] = useStoredChoice('column-panel', ['open', 'closed'], isWide ? 'open' : 'closed')
  const [isSheetOpen, setSheetOpen] = useState(false)
  const isPanelOpen = isNarrow ? isSheetOpen : panel === 'open'
  const [at, setAt] = useState<{ range: CellRange; active: CellPlace }>({
    range: wholeCell,
    active: { row: 0, column: 0 },
  })
  const [wanted, setWanted] = useState<{ index: number }>()
  const [opened, setOpened] = useState<CellPlace>()
  const total = dataset.row_count ?? 0

  const { sort, filter, q } = view
  const names = useMemo(() => columns.map(({ name }) => name), [columns])
  const { shown, isPending } = useRowPages(
    isReady
      ? { datasetId: dataset.id, version: dataset.version, columns: names, rowCount: total, sort, filter, q }
      : undefined,
  )
  const placeholder = useMemo(() => (preview ? fixedRows(preview.rows) : waitingRows(total || 30)), [preview, total])
  const source = shown?.pages ?? placeholder
  const [widths, resize] = useColumnWidths(columns, preview?.rows ?? noRows)
  const { copy, copied } = useCopyCells(source, shown?.pages)
  const onSelection = useCallback((range: CellRange, active: CellPlace) => setAt({ range, active }), [])

  const togglePanel = () => (isNarrow ? setSheetOpen(!isSheetOpen) : setPanel(isPanelOpen ? 'closed' : 'open'))
  useShortcut('i', 'Show or hide the column panel', togglePanel)
  const state = shown?.pages.state()
  const shownCount = shown?.pages.rowCount()
  const current = columns[Math.min(at.active.column, columns.length - 1)]
  const selectedCount = cellCount(at.range)
  const openedRow = opened && source.row(opened.row, { first: opened.column, end: opened.column + 1 })
  const openedColumn = opened && columns[opened.column]

  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Rows" className="relative flex min-w-0 flex-1 flex-col">
        <div className="border-b border-hairline">
          {isReady ? (
            <FilterBar
              columns={columns}
              currentColumn={current?.name ?? ''}
              filter={filter}
              q={q}
              onFilter={view.setFilter}
              onSearch={view.setSearch}
            >
              <IconButton
                label={density === 'compact' ? 'Comfortable rows' : 'Compact rows'}
                onPress={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
              >
                {density === 'compact' ? <Rows3 aria-hidden size={15} /> : <Rows4 aria-hidden size={15} />}
              </IconButton>
              <IconButton
                label={isPanelOpen ? 'Hide the column panel' : 'Show the column panel'}
                keys="i"
                aria-expanded={isPanelOpen}
                onPress={togglePanel}
              >
                <PanelRight aria-hidden size={15} />
              </IconButton>
            </FilterBar>
          ) : (
            <StageLine dataset={dataset} />
          )}
        </div>
        <div className="relative flex min-h-0 flex-1 flex-col" aria-busy={isPending}>
          <DataTable
            label={`Rows of ${dataset.title}`}
            source={source}
            columns={columns}
            widths={widths}
            rowHeight={rowHeights[density]}
            isNarrow={isNarrow}
            sort={sort}
            canSort={isReady}
            onSort={(column, add) => view.setSort(pressSort(sort, names[column] ?? '', add))}
            onResize={resize}
            onSelection={onSelection}
            onOpenCell={setOpened}
            onCopy={copy}
            viewKey={
              shown
                ? JSON.stringify([shown.question.sort, shown.question.filter ?? null, shown.question.q])
                : '[[],null,""]'
            }
            wantedColumn={wanted}
          />
          <TableMessage
            isEmpty={shownCount === 0}
            isFiltered={filter !== undefined || q !== ''}
            failure={state?.failure}
            columnCount={columns.length}
            onClear={view.clear}
            onRetry={() => shown?.pages.retry()}
          />
        </div>
        <TableStatus
          shown={shownCount}
          total={dataset.row_count ?? preview?.rows.length ?? 0}
          isPreview={!isReady}
          columnCount={columns.length}
          duration={state?.duration}
          sort={sort}
          selected={copied ?? (selectedCount > 1 ? `${formatCounted(selectedCount, 'cell')} selected` : undefined)}
          facts={facts}
        />
      </section>
      {isPanelOpen && (
        <ColumnPanel
          isSheet={isNarrow}
          column={current}
          isComing={!isReady}
          isFirst={at.active.column <= 0}
          isLast={at.active.column >= columns.length - 1}
          onStep={(step) => setWanted({ index: at.active.column + step })}
          onClose={togglePanel}
        />
      )}
      {openedColumn && openedRow && (
        <CellViewer
          column={openedColumn}
          rowNumber={openedRow.number}
          value={openedRow.value(opened.column)}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

const usePreview = (datasetId: string, isWanted: boolean): Preview | undefined => {
  const { data } = useQuery<unknown>({ queryKey: ['datasets', 'preview', datasetId], queryFn: skipToken })
  return useMemo(() => {
    const parsed = previewSchema.safeParse(data)
    return parsed.success && (isWanted || parsed.data.rows.length > 0) ? parsed.data : undefined
  }, [data, isWanted])
}

const useElapsed = (milliseconds: number): boolean => {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isOver
}
