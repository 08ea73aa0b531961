import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { sentenceOf } from '../../api/problem.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { PageControls } from '../../ui/page-controls.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RejectScope, rejectsPerPage, rejectsQuery, rejectsUrl } from './rejects-query.ts'

const scopes: readonly { value: RejectScope | 'all'; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'row', label: 'Rejected' },
  { value: 'cell', label: 'Cells' },
  { value: 'reported', label: 'Reported' },
  { value: 'skipped', label: 'Skipped' },
]

/** Whether there is anything to list. */
export const hasRejects = ({ lines, rows_reported, rows_rejected, reported }: Receipt): boolean =>
  rows_reported + rows_rejected + reported.unparsed_cells > 0 ||
  (lines !== null && lines.total > lines.header + lines.data)

/** The lines of the file that are not in the table as they stand there, each with its place and the reason. */
export function RejectList({ dataset: { id, version } }: { dataset: Dataset }) {
  const [scope, setScope] = useState<RejectScope | 'all'>('all')
  const [page, setPage] = useState(1)
  const { data, error, isPlaceholderData } = useQuery(
    rejectsQuery(id, version, scope === 'all' ? undefined : scope, (page - 1) * rejectsPerPage),
  )
  if (error) return <Callout tone="failed">These lines could not be fetched. {sentenceOf(error)}</Callout>
  if (!data) return <Skeleton className="h-24 w-full" />
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <Segmented
          label="Which lines"
          value={scope}
          options={scopes}
          onChange={(chosen) => {
            setScope(chosen)
            setPage(1)
          }}
        />
        <a href={rejectsUrl(id, version)} download className={buttonClass('quiet', 'small')}>
          <Download aria-hidden size={14} />
          All as CSV
        </a>
      </div>
      {data.total === 0 && <p className="py-2 text-13 text-text-2">There are none of these.</p>}
      {data.total > 0 && (
        <div className="overflow-x-auto">
          <table aria-busy={isPlaceholderData} className="w-full border-collapse text-13">
            <thead>
              <tr className="h-8 border-b border-hairline text-left text-12 text-text-2">
                <th scope="col" className="w-14 pr-4 text-right font-normal">
                  Line
                </th>
                <th scope="col" className="pr-4 font-normal">
                  What happened
                </th>
                <th scope="col" className="w-1/2 font-normal">
                  In the file
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((item) => (
                <tr
                  key={`${item.line_number} ${item.byte_offset} ${item.column} ${item.code}`}
                  className="border-b border-hairline align-top"
                >
                  <td className="py-1.5 pr-4 text-right tabular">{formatCount(item.line_number)}</td>
                  <td className="min-w-48 py-1.5 pr-4">
                    {item.column !== null && <code className="font-mono text-12">{item.column}: </code>}
                    {item.reason}
                  </td>
                  <td className="max-w-0 py-1.5">
                    <code className="block truncate font-mono text-12 leading-5 text-text-2" title={item.raw}>
                      {item.raw || '""'}
                    </code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.total > rejectsPerPage && (
        <PageControls page={page} pageSize={rejectsPerPage} total={data.total} onPage={setPage} />
      )}
    </>
  )
}
