import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { writeArrangement } from '../../../shared/column-arrangement.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatFacts } from '../../../shared/format-facts.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import type { Filter } from '../../../shared/rows.ts'
import { profileQuery } from '../../profiles/profile-query.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { useElapsed } from '../../ui/use-elapsed.ts'
import { useMedia } from '../../ui/use-media.ts'
import type { StepSeed } from '../steps/steps-panel.tsx'
import { unappliedSteps } from '../steps/unapplied-steps.ts'
import { CellViewer } from '../table/cell-viewer.tsx'
import { ColumnPanel } from '../table/column-panel.tsx'
import { DataTable, type WantedCells } from '../table/data-table.tsx'
import { FilterBar } from '../table/filter-bar.tsx'
import { needlesOf } from '../table/filter-matches.ts'
import { type CellPlace, type CellRange, cellCount } from '../table/selection.ts'
import { knownKeys, pressSort } from '../table/sort-order.ts'
import type { TableColumn } from '../table/table-column.ts'
import { TableStatus } from '../table/table-status.tsx'
import { TableTools } from '../table/table-tools.tsx'
import { receiptQuery } from './receipt-query.ts'
import { StageLine } from './stage-line.tsx'
import { useStoredChoice } from './stored-choice.ts'
import { type Preview, tableColumns } from './table-columns.ts'
import { TableMessage } from './table-message.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { UnknownColumns } from './unknown-columns.tsx'
import { useColumnActions } from './use-column-actions.ts'
import { useColumnArrangement } from './use-column-arrangement.ts'
import { useColumnWidths } from './use-column-widths.ts'
import { useColumnWish } from './use-column-wish.ts'
import { useCopyCells } from './use-copy-cells.ts'
import { usePreview } from './use-preview.ts'
import { useShownRows } from './use-shown-rows.ts'
import { useSidePanel } from './use-side-panel.ts'
import { useTableView } from './use-table-view.ts'

const StepsPanel = lazy(() => import('../steps/steps-panel.tsx'))
const ColumnMenu = lazy(() => import('../table/column-menu.tsx'))
const profileWait = 500
const rowHeights = { comfortable: 32, compact: 26 }
const noRows: unknown[][] = []
const firstCell: { range: CellRange; active: CellPlace } = {
  range: { top: 0, bottom: 0, left: 0, right: 0 },
  active: { row: 0, column: 0 },
}

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
  columns: all,
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
  const [hasPanel, openPanel] = useSidePanel('column-panel', { isSheet: isNarrow, isOpenAtFirst: isWide })
  const [at, setAt] = useState(firstCell)
  const [wanted, setWanted] = useState<WantedCells>()
  const [opened, setOpened] = useState<CellPlace>()
  const [menu, setMenu] = useState<{ column: number; anchor: Element }>()
  const [filtered, setFiltered] = useState<{ column: string }>()
  const [cleaned, setCleaned] = useState<StepSeed>()
  const isPanelOpen = hasPanel && !cleaned
  const hasUnappliedSteps = Boolean(useQuery(unappliedSteps(dataset.id)).data)

  const { filter, q } = view
  const names = useMemo(() => all.map(({ name }) => name), [all])
  const arranged = useColumnArrangement(names)
  const { places, arrangement, arrange } = arranged
  const { sort, unknown: unknownKeys } = useMemo(() => knownKeys(view.sort, names), [view.sort, names])
  const columns = useMemo(() => places.map((place) => all[place] as TableColumn), [places, all])
  const { source, shown, isPending, fetched } = useShownRows({
    ...{ dataset, preview, names, places, sort, filter, q },
  })
  const [allWidths, resize, resetWidths] = useColumnWidths(all, preview?.rows ?? noRows)
  const widths = useMemo(() => places.map((place) => allWidths[place] as number), [places, allWidths])
  const { copy, copied } = useCopyCells({ source, pages: shown?.pages, fetched, names: arranged.names })
  const { filter: foundBy, q: searched = '' } = shown?.question ?? {}
  const needles = useMemo(() => needlesOf(foundBy, searched, all), [foundBy, searched, all])
  const setFilter = useRef(view.setFilter)
  setFilter.current = view.setFilter
  const charts = useMemo(
    () => ({
      ...{ datasetId: dataset.id, version: dataset.version, filter: foundBy, q: searched, chosen: filter },
      onFilter: (next: Filter | undefined) => setFilter.current(next),
    }),
    [dataset.id, dataset.version, foundBy, searched, filter],
  )
  const onSelection = useCallback((range: CellRange, active: CellPlace) => setAt({ range, active }), [])
  const onMenu = useCallback((column: number, anchor: Element) => setMenu({ column, anchor }), [])
  const onResize = useCallback(
    (column: number, width: number | undefined) => resize(places[column] ?? 0, width),
    [places, resize],
  )

  const togglePanel = () => {
    setCleaned(undefined)
    openPanel(!isPanelOpen)
  }
  useShortcut('i', 'Show or hide the column panel', togglePanel)
  const state = shown?.pages.state()
  const shownCount = shown?.pages.rowCount()
  const current = columns[Math.min(at.active.column, columns.length - 1)]
  const reset = () => {
    resetWidths()
    view.reset()
  }
  useColumnWish(dataset.id, columns, setWanted)
  const act = useColumnActions({
    ...{ columns, arranged, sort, source, row: at.active.row, onResize },
    setSort: view.setSort,
    filterBy: (column: string) => setFiltered({ column }),
    select: setWanted,
    openPanel: () => (isPanelOpen ? undefined : togglePanel()),
  })

  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Rows" className="relative flex min-w-0 flex-1 flex-col">
        <div className="border-b border-hairline">
          {isReady ? (
            <FilterBar
              of={charts}
              columns={all}
              currentColumn={current?.name ?? ''}
              asked={filtered}
              state={view}
              onChange={view.setFilter}
              onSearch={view.setSearch}
            >
              <TableTools
                columns={all}
                arrangement={arrangement}
                sort={sort}
                density={density}
                isPanelOpen={isPanelOpen}
                isCleaning={cleaned !== undefined}
                hasUnappliedSteps={hasUnappliedSteps}
                onArrange={arrange}
                onSort={view.setSort}
                onReset={reset}
                onDensity={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
                onPanel={togglePanel}
                onClean={() => setCleaned(cleaned ? undefined : { column: current?.name ?? '' })}
              />
            </FilterBar>
          ) : (
            <StageLine dataset={dataset} />
          )}
          <UnknownColumns
            names={[...unknownKeys, ...arranged.unknown]}
            onForget={() => view.setKnown(sort, writeArrangement(arrangement, names))}
          />
        </div>
        <div className="relative flex min-h-0 flex-1 flex-col" aria-busy={isPending}>
          <DataTable
            label={`Rows of ${dataset.title}`}
            source={source}
            columns={columns}
            pinned={arranged.pinned}
            widths={widths}
            rowHeight={rowHeights[density]}
            isNarrow={isNarrow}
            sort={sort}
            canSort={isReady}
            onSort={(column, add) => view.setSort(pressSort(sort, columns[column]?.name ?? '', add))}
            onResize={onResize}
            onSelection={onSelection}
            onOpenCell={setOpened}
            onCopy={copy}
            {...(isReady && { onColumnMenu: onMenu, onMoveColumn: act.move, onStepColumn: act.step })}
            charts={isReady ? charts : undefined}
            needles={needles}
            viewKey={
              shown
                ? JSON.stringify([shown.question.sort, shown.question.filter ?? null, shown.question.q])
                : '[[],null,""]'
            }
            wanted={wanted}
          />
          <TableMessage
            isEmpty={shownCount === 0}
            isFiltered={filter !== undefined}
            isSearched={q !== ''}
            failure={state?.failure}
            columnCount={all.length}
            onClear={view.clear}
            onRetry={() => shown?.pages.retry()}
          />
        </div>
        <TableStatus
          shown={shownCount}
          total={dataset.row_count ?? preview?.rows.length ?? 0}
          isPreview={!isReady}
          columnCount={all.length}
          shownColumnCount={columns.length}
          duration={state?.duration}
          sort={sort}
          selected={copied ?? selectionSentence(at.range)}
          facts={facts}
        />
      </section>
      {cleaned && (
        <Suspense>
          <StepsPanel
            dataset={dataset}
            columns={all}
            filter={filter}
            seed={cleaned}
            isSheet={isNarrow}
            onClose={() => setCleaned(undefined)}
          />
        </Suspense>
      )}
      {isPanelOpen && (
        <ColumnPanel
          isSheet={isNarrow}
          column={current}
          isComing={!isReady}
          isFirst={at.active.column <= 0}
          isLast={at.active.column >= columns.length - 1}
          onStep={(step) => setWanted({ column: at.active.column + step })}
          onClose={togglePanel}
        />
      )}
      {menu && columns[menu.column] && (
        <Suspense>
          <ColumnMenu
            column={columns[menu.column] as TableColumn}
            anchor={menu.anchor}
            sort={sort}
            isPinned={menu.column < arranged.pinned}
            canMove={act.canMove(menu.column)}
            canHide={columns.length > 1}
            onAction={(action) => act.run(menu.column, action)}
            onClean={
              dataset.role === 'viewer'
                ? undefined
                : (op) => setCleaned({ op, column: columns[menu.column]?.name ?? '' })
            }
            onClose={() => setMenu(undefined)}
          />
        </Suspense>
      )}
      {opened && (
        <CellViewer
          source={source}
          columns={columns}
          at={opened}
          onGo={(next) => {
            setOpened(next)
            setWanted(next)
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

const selectionSentence = (range: CellRange) =>
  cellCount(range) > 1 ? `${formatCounted(cellCount(range), 'cell')} selected` : undefined
