import { Download } from 'lucide-react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { ExportFormat } from '../../../shared/export-format.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { apiUrl } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { writeSort } from '../table/sort-order.ts'
import { originalUrl } from './dataset-actions.tsx'
import { useTableView } from './use-table-view.ts'

const formats: { format: ExportFormat; label: string }[] = [
  { format: 'csv', label: 'CSV' },
  { format: 'tsv', label: 'TSV' },
  { format: 'json', label: 'JSON' },
  { format: 'ndjson', label: 'NDJSON' },
  { format: 'parquet', label: 'Parquet' },
]

/** Downloads of the file, of the rows as they are shown (filtered, searched and sorted), and of the report of the table. */
export function ExportMenu({ dataset }: { dataset: Dataset }) {
  const { filter, q, sort } = useTableView()
  const isPart = filter !== undefined || q !== ''
  const urlOf = (format: ExportFormat) =>
    apiUrl(`/datasets/${encodeURIComponent(dataset.id)}/download`, {
      format,
      version: dataset.version,
      filter,
      q: q || undefined,
      sort: writeSort(sort) || undefined,
    })
  const reportUrl = (format: 'html' | 'json') =>
    apiUrl(`/datasets/${encodeURIComponent(dataset.id)}/report`, { format, version: dataset.version })
  return (
    <MenuTrigger>
      <Button variant="quiet">
        <Download aria-hidden size={14} />
        Export
      </Button>
      <Menu label="Export" placement="bottom end">
        {dataset.status === 'ready' && (
          <>
            <MenuSection title={isPart ? 'The rows that the filter leaves' : 'All rows'}>
              {formats.map(({ format, label }) => (
                <MenuItem key={format} id={format} href={urlOf(format)} download>
                  {label}
                </MenuItem>
              ))}
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
  )
}
