import { Link } from '@tanstack/react-router'
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { StoredChart } from '../../shared/charts.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '../ui/menu.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ChartTitleDialog } from './chart-title-dialog.tsx'
import { MarkIcon } from './mark-icon.tsx'
import { titled, type useStoredCharts } from './use-stored-charts.ts'

type Stored = ReturnType<typeof useStoredCharts>

/** The charts that were kept with a dataset. */
export function StoredChartList({
  charts,
  stored,
  mayAdd,
}: {
  charts: StoredChart[]
  stored: Stored
  mayAdd: boolean
}) {
  const [renamed, setRenamed] = useState<StoredChart>()
  return (
    <section aria-labelledby="stored-charts" className="mb-6">
      <h2 id="stored-charts" className="mb-1 text-13 font-medium text-text">
        Saved
      </h2>
      <ul className="border-t border-hairline">
        {charts.map((chart) => (
          <StoredChartRow
            key={chart.id}
            chart={chart}
            mayAdd={mayAdd}
            onRename={() => setRenamed(chart)}
            onDuplicate={() => stored.duplicate.mutate(chart)}
            onDelete={() => stored.remove(chart)}
          />
        ))}
      </ul>
      {renamed && (
        <ChartTitleDialog
          heading="Rename"
          action="Rename"
          title={renamed.title}
          onClose={() => setRenamed(undefined)}
          onTitle={(title) =>
            stored.alter.mutateAsync({ chart: renamed, ...titled(title, renamed.spec) }).then(() => undefined)
          }
        />
      )}
    </section>
  )
}

function StoredChartRow({
  chart,
  mayAdd,
  onRename,
  onDuplicate,
  onDelete,
}: {
  chart: StoredChart
  mayAdd: boolean
  onRename: () => void
  onDuplicate: () => void
  onDelete: () => void
}) {
  const { id, title, spec, dataset_id, missing_columns: missing, created_by: author } = chart
  const { filter, ...drawn } = spec
  return (
    <li className="flex min-h-10 items-center gap-3 border-b border-hairline">
      <MarkIcon mark={spec.mark} />
      <div className="min-w-0 flex-1 py-1.5">
        <Link
          to="/datasets/$id/$tab"
          params={{ id: dataset_id, tab: 'charts' as never }}
          search={{ ...(filter ? { filter } : {}), chart: drawn, kept: id }}
          className="rounded-sm text-14 font-medium wrap-anywhere text-text underline-offset-2 hover:underline"
        >
          {title}
        </Link>
        {missing.length > 0 && (
          <p className="text-12 text-amber">
            {`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} no longer in the table: it cannot be drawn.`}
          </p>
        )}
      </div>
      <span className="hidden shrink-0 text-12 text-text-2 wide:block">
        {author ? `${author.username}, ` : ''}
        <RelativeTime iso={chart.updated_at} inSentence />
      </span>
      {(mayAdd || chart.may_change) && (
        <MenuTrigger>
          <IconButton label={`Actions for ${title}`}>
            <Ellipsis aria-hidden size={16} />
          </IconButton>
          <Menu label={`Actions for ${title}`} placement="bottom end">
            {chart.may_change && (
              <MenuItem icon={<Pencil aria-hidden size={14} />} onAction={onRename}>
                Rename
              </MenuItem>
            )}
            {mayAdd && (
              <MenuItem icon={<Copy aria-hidden size={14} />} onAction={onDuplicate}>
                Duplicate
              </MenuItem>
            )}
            {chart.may_change && (
              <>
                <MenuSeparator />
                <MenuItem danger icon={<Trash2 aria-hidden size={14} />} onAction={onDelete}>
                  Delete
                </MenuItem>
              </>
            )}
          </Menu>
        </MenuTrigger>
      )}
    </li>
  )
}
