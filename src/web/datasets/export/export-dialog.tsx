import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { type ExportFormat, exportFormats, sheetCount } from '../../../shared/export-format.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { rowsAnswerSchema } from '../../../shared/rows.ts'
import { get } from '../../api/request.ts'
import { profileQuery } from '../../profiles/profile-query.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { orderText } from '../table/table-status.tsx'
import { formatName } from './export-formats.ts'
import { exportSize } from './export-size.ts'
import { ExportsUnderWay } from './exports-under-way.tsx'
import { noteExport, useExportsUnderWay } from './use-exports-under-way.ts'
import { exportUrl, isTooWide, type ShownView } from './use-shown-view.ts'
import { ViewAsCode } from './view-as-code.tsx'

const guarded: readonly string[] = ['csv', 'tsv']

/** Exports exactly what is shown: says how much that is, and gives it as a file, or as an address for programs. */
export default function ExportDialog({
  dataset,
  view,
  initialFormat,
  onClose,
}: {
  dataset: Dataset
  view: ShownView
  initialFormat: ExportFormat
  onClose: () => void
}) {
  const [format, setFormat] = useState(initialFormat)
  const [guard, setGuard] = useState(true)
  const { exports, stop } = useExportsUnderWay(dataset.id, true)
  const rows = useRowCount(dataset, view)
  const { data: profile } = useQuery(profileQuery(dataset.id, dataset.version))
  const shown = view.columns && new Set(view.columns)
  const size =
    rows !== undefined && profile && profile.columns.length === view.columnCount
      ? exportSize(
          rows,
          profile.columns.filter(({ name }: ColumnProfile) => !shown || shown.has(name)),
          format,
        )
      : undefined
  const hasGuard = guarded.includes(format)
  const url = exportUrl(dataset, view, format, hasGuard && !guard ? 'off' : 'on')
  const columnCount = view.columns?.length ?? view.columnCount
  const tooWide = isTooWide(view, format)

  const download = () => {
    noteExport()
    onClose()
  }

  return (
    <Dialog
      title="Export what is shown"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        !tooWide && (
          <a href={url} download onClick={download} className={buttonClass('primary')}>
            Download
          </a>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p role="status" className="text-text tabular">
          {rows === undefined ? 'Counting the rows' : formatCounted(rows, 'row')}
          {columnCount < view.columnCount ? `, ${formatCount(columnCount)} of ` : ' and all '}
          {formatCounted(view.columnCount, 'column')}, {orderText(view.sort)}, as {formatName(format)}
          {size !== undefined && `: about ${formatBytes(size)}`}.
          {format === 'xlsx' &&
            rows !== undefined &&
            sheetCount(rows) > 1 &&
            ` A sheet holds 1,048,576 rows, so there are ${formatCount(sheetCount(rows))} sheets.`}
        </p>
        {tooWide && (
          <Callout tone="look">
            A sheet of Excel holds 16,384 columns. Hide some, or choose CSV or Parquet, which hold any number.
          </Callout>
        )}
        <Select
          label="Format"
          value={format}
          options={exportFormats.map((value) => ({ value, label: formatName(value) }))}
          onChange={setFormat}
          size="large"
        />
        {hasGuard && (
          <div className="flex flex-col gap-1">
            <Switch isSelected={guard} onChange={setGuard}>
              Guard against formulas
            </Switch>
            <p className="text-13">
              {guard
                ? "A text that a spreadsheet would run (it begins with =, +, -, @, a tab or a line end, and is no number) gets an apostrophe ' before it."
                : 'Every text is written exactly as it is stored. Open the file in a spreadsheet only if you trust the data.'}
            </p>
          </div>
        )}
        {exports.length > 0 ? (
          <ExportsUnderWay exports={exports} onStop={stop} />
        ) : (
          <p className="text-13">
            The rows go straight into the file, however many there are. While they are written, the Export menu says how
            many are, and can stop it.
          </p>
        )}
        <ViewAsCode dataset={dataset} view={view} url={url} />
      </div>
    </Dialog>
  )
}

/** How many rows a view has; undefined while that is not known. */
const useRowCount = ({ id, version, row_count: total }: Dataset, { filter, q }: ShownView): number | undefined => {
  const isPart = filter !== undefined || q !== ''
  const { data } = useQuery({
    queryKey: ['datasets', 'row-count', id, version, filter, q],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(id)}/rows`, rowsAnswerSchema, {
        signal,
        query: { version, filter, q: q || undefined, limit: 1 },
      }).then((answer) => answer.total),
    enabled: isPart,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return isPart ? data : (total ?? undefined)
}
