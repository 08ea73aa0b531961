import type { Dataset } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { ShareButton } from '../sharing/share-button.tsx'
import { DatasetActions } from './dataset-actions.tsx'
import { DatasetLink } from './dataset-link.tsx'
import { TitleEditor } from './title-editor.tsx'

/** The head of the page: what the dataset is called, how large it is, what is worth knowing, and what can be done. */
export function DatasetHeading({ dataset }: { dataset: Dataset }) {
  const { row_count: rows, column_count: columns } = dataset
  return (
    <header className="flex min-h-12 shrink-0 items-start gap-x-2 gap-y-0.5 py-2 pr-2 pl-3 max-wide:flex-wrap">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-0.5 max-wide:contents">
        <TitleEditor dataset={dataset} />
        <ul className="flex min-w-0 flex-wrap items-center gap-x-3 pl-1 max-wide:order-1 max-wide:w-full text-13 text-text-2 tabular">
          {rows !== null && columns !== null && (
            <li title={`${formatCounted(rows, 'row')}, ${formatCounted(columns, 'column')}`}>
              <span className="sr-only">{`${formatCounted(rows, 'row')}, ${formatCounted(columns, 'column')}`}</span>
              <span aria-hidden>
                {formatCount(rows)} × {formatCount(columns)}
              </span>
            </li>
          )}
          <li>{formatBytes(dataset.file_size)}</li>
          {dataset.role !== 'owner' && (
            <li className="flex min-w-0">
              <span className="max-w-40 truncate">by {dataset.owner.username}</span>
              {dataset.role === 'editor' ? ', you can edit' : ', you can view'}
            </li>
          )}
          <li title={`Version ${dataset.version}`}>v{dataset.version}</li>
          <li className="max-wide:hidden">
            <RelativeTime iso={dataset.updated_at} />
          </li>
          {dataset.questions > 0 && (
            <li>
              <DatasetLink dataset={dataset} tab="source" tone="look">
                {formatCounted(dataset.questions, 'question')}
              </DatasetLink>
            </li>
          )}
          {dataset.rows_rejected > 0 && (
            <li>
              <DatasetLink dataset={dataset} tab="source" tone="look">
                {formatCount(dataset.rows_rejected)} rejected
              </DatasetLink>
            </li>
          )}
          {dataset.alerts > 0 && (
            <li>
              <DatasetLink dataset={dataset} tab="profile" tone="plain">
                {formatCounted(dataset.alerts, 'alert')}
              </DatasetLink>
            </li>
          )}
        </ul>
        {dataset.description && (
          <p className="w-full truncate pl-1 text-13 text-text-2 max-wide:order-1" title={dataset.description}>
            {dataset.description}
          </p>
        )}
      </div>
      <ExportMenu dataset={dataset} />
      <ShareButton dataset={dataset} />
      <DatasetActions dataset={dataset} />
    </header>
  )
}
