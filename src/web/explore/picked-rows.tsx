import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { allOf } from '../charts/scene/picked-rows.ts'
import type { Hit } from '../charts/scene/scene.ts'
import { buttonClass } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { ChartSubject } from './use-chart-data.ts'

/** What was pressed in a chart, and the way to its rows. */
export function PickedRows({ hit, subject, onClose }: { hit: Hit; subject: ChartSubject; onClose: () => void }) {
  const filter = hit.filter && allOf([subject.filter, hit.filter])
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 rounded bg-sunken px-3 py-1.5 text-13"
    >
      <span className="min-w-0 flex-1 tabular wrap-anywhere">
        <span className="block font-medium">{hit.title}</span>
        {hit.lines.join(' · ')}
      </span>
      {filter ? (
        <Link
          to="/datasets/$id/$tab"
          params={{ id: subject.datasetId, tab: 'data' as never }}
          search={{ filter }}
          className={buttonClass('secondary', 'small')}
        >
          Show these rows
        </Link>
      ) : (
        <span className="text-text-2">No filter tells these rows from the others.</span>
      )}
      <IconButton label="Close" size="small" onPress={onClose}>
        <X aria-hidden size={14} />
      </IconButton>
    </div>
  )
}
