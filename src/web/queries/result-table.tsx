import { TableProperties } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { QueryAnswer } from '../../shared/queries.ts'
import { useColumnWidths } from '../datasets/page/use-column-widths.ts'
import { useCopyCells } from '../datasets/page/use-copy-cells.ts'
import { CellViewer } from '../datasets/table/cell-viewer.tsx'
import { DataTable } from '../datasets/table/data-table.tsx'
import { fixedRows } from '../datasets/table/fixed-rows.ts'
import type { CellPlace } from '../datasets/table/selection.ts'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { useMedia } from '../ui/use-media.ts'
import { profileOfValues } from './profile-of-values.ts'

const rowHeight = 32
/** Cells up to which the small charts are counted: more would hold up the page. */
const mostCharted = 2_000_000

/** The rows of a result with the heads that every table has; their charts are of these rows. */
export function ResultTable({ answer }: { answer: QueryAnswer }) {
  const { rows } = answer
  const isCharted = rows.length * answer.columns.length <= mostCharted
  const columns = useMemo(
    () =>
      answer.columns.map((column, index): TableColumn => {
        const values = isCharted ? answer.rows.map((row) => row[index]) : undefined
        const profile = values && profileOfValues(column, values)
        return { name: column.name, kind: column.kind, sqlType: column.sql_type, profile }
      }),
    [answer, isCharted],
  )
  const source = useMemo(() => fixedRows(rows), [rows])
  const [widths, resize] = useColumnWidths(columns, rows)
  const names = useMemo(() => columns.map(({ name }) => name), [columns])
  const { copy, copied } = useCopyCells({ source, pages: undefined, fetched: undefined, names })
  const [opened, setOpened] = useState<CellPlace>()
  const isNarrow = useMedia('(max-width: 719.98px)')
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <DataTable
        label="Result"
        source={source}
        columns={columns}
        pinned={0}
        widths={widths}
        rowHeight={rowHeight}
        isNarrow={isNarrow}
        sort={[]}
        canSort={false}
        onSort={() => {}}
        onResize={resize}
        onSelection={() => {}}
        onOpenCell={setOpened}
        onCopy={copy}
        viewKey=""
      />
      {rows.length === 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-21 bottom-0 grid place-items-center overflow-auto">
          <EmptyState icon={<TableProperties aria-hidden size={28} />} title="No rows">
            The query works, and its answer is empty.
          </EmptyState>
        </div>
      )}
      <p role="status" className="sr-only">
        {copied}
      </p>
      {opened && (
        <CellViewer
          source={source}
          columns={columns}
          at={opened}
          onGo={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}
