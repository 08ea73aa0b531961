import { Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { type ExportFormat, exportFormats } from '../../../shared/export-format.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { apiUrl } from '../../api/request.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { originalUrl } from '../page/dataset-actions.tsx'
import { formatName } from './export-formats.ts'
import { exportProgress, exportShare, noteExport, useExportsUnderWay } from './use-exports-under-way.ts'
import { exportUrl, isTooWide, useShownView } from './use-shown-view.ts'

const ExportDialog = lazy(() => import('./export-dialog.tsx'))

/** Downloads of the file, of the rows as they are shown (filtered, searched and sorted), and of the report of the table. */
export function ExportMenu({ dataset }: { dataset: Dataset }) {
  const view = useShownView(dataset)
  const [opened, open] = useState<ExportFormat>()
  useShortcut('e', 'Export', dataset.status === 'ready' ? () => open('csv') : undefined)
  const [isLooking, setLooking] = useState(false)
  const { exports, stop } = useExportsUnderWay(dataset.id, isLooking)
  const [first] = exports
  const share = first && exportShare(first)
  const isPart = view.filter !== undefined || view.q !== ''
  const shownColumns = view.columns?.length ?? view.columnCount
  const title = [
    isPart ? 'The rows that the filter leaves' : 'All rows',
    ...(shownColumns < view.columnCount ? [formatCounted(shownColumns, 'column')] : []),
  ].join(', ')
  const reportUrl = (format: 'html' | 'json') =>
    apiUrl(`/datasets/${encodeURIComponent(dataset.id)}/report`, { format, version: dataset.version })
  return (
    <>
      <MenuTrigger onOpenChange={setLooking}>
        <Button variant="quiet">
          <Download aria-hidden size={14} />
          {share === null || share === undefined ? 'Export' : `Export ${Math.floor(share * 100)} %`}
        </Button>
        <Menu label="Export" placement="bottom end">
          {exports.length > 0 && (
            <MenuSection title="Under way">
              {exports.map((one) => (
                <MenuItem key={one.id} id={one.id} onAction={() => void stop(one.id)}>
                  {`Stop ${exportProgress(one)}`}
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {dataset.status === 'ready' && (
            <>
              <MenuSection title={title}>
                {exportFormats.map((format) => (
                  <MenuItem
                    key={format}
                    id={format}
                    {...(isTooWide(view, format)
                      ? { onAction: () => open(format) }
                      : { href: exportUrl(dataset, view, format), download: true, onAction: noteExport })}
                  >
                    {formatName(format)}
                  </MenuItem>
                ))}
                <MenuItem id="options" onAction={() => open('csv')}>
                  Options…
                </MenuItem>
              </MenuSection>
              <MenuSeparator />
              <MenuSection title="Report">
                <MenuItem id="report" href={reportUrl('html')} target="_blank">
                  Open the report
                </MenuItem>
                <MenuItem id="report-html" href={reportUrl('html')} download>
                  Report as a page
                </MenuItem>
                <MenuItem id="report-json" href={reportUrl('json')} download>
                  Report as JSON
                </MenuItem>
              </MenuSection>
              <MenuSeparator />
            </>
          )}
          <MenuItem id="original" href={originalUrl(dataset.id)} download>
            {`Original file (${formatBytes(dataset.file_size)})`}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {opened && (
        <Suspense>
          <ExportDialog dataset={dataset} view={view} initialFormat={opened} onClose={() => open(undefined)} />
        </Suspense>
      )}
    </>
  )
}
