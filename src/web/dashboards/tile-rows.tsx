import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { StoredChart } from '../../shared/charts.ts'
import type { Dataset } from '../../shared/dataset.ts'
import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import { type Filter, rowsAnswerSchema } from '../../shared/rows.ts'
import { sentenceOf } from '../api/problem.ts'
import { get } from '../api/request.ts'
import { classNames } from '../ui/class-names.ts'
import { Skeleton } from '../ui/skeleton.tsx'

const firstRows = 50

/** The first rows that the brushes leave; all of them are one press away. */
export function TileRows({
  chart,
  dataset,
  filter,
}: {
  chart: StoredChart
  dataset: Dataset
  filter: Filter | undefined
}) {
  const { columns } = chart.spec
  const rows = useQuery({
    queryKey: ['datasets', 'dashboard-rows', dataset.id, dataset.version, columns, filter],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(dataset.id)}/rows`, rowsAnswerSchema, {
        query: { columns, filter, limit: firstRows, version: dataset.version },
        signal,
      }),
    placeholderData: (before) => before,
    retry: false,
  })
  const { data, error, isPlaceholderData } = rows
  if (!data) {
    if (!error) return <Skeleton className="size-full" />
    return (
      <p role="note" className="text-13 text-text-2">
        These rows could not be fetched. {sentenceOf(error)}
      </p>
    )
  }
  return (
    <div className="flex h-full flex-col gap-1" aria-busy={isPlaceholderData}>
      <section
        aria-label={`Rows of ${dataset.title}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={classNames('min-h-0 flex-1 overflow-auto', isPlaceholderData && 'opacity-60')}
      >
        <table className="min-w-full border-collapse text-12 tabular">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {data.columns.map(({ name, kind }) => (
                <th
                  key={name}
                  scope="col"
                  className={classNames(cell, 'font-medium', kind === 'numeric' && 'text-right')}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, index) => (
              <tr key={data.row_numbers[index]} className="border-b border-hairline">
                {row.map((value, at) => (
                  <td
                    key={data.columns[at]?.name}
                    className={classNames(cell, data.columns[at]?.kind === 'numeric' && 'text-right')}
                  >
                    {value === null ? <span className="text-text-3">null</span> : textOf(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {data.total === 0 && <p className="p-3 text-13 text-text-2">No row has all that is selected.</p>}
      </section>
      <p className="truncate text-12 text-text-2 tabular">
        {data.total < data.total_unfiltered
          ? `${formatCount(data.total)} of ${formatCounted(data.total_unfiltered, 'row')}`
          : formatCounted(data.total, 'row')}
        {data.total > data.rows.length && `, the first ${data.rows.length} shown`}.{' '}
        <Link
          to="/datasets/$id/$tab"
          params={{ id: dataset.id, tab: 'data' as never }}
          search={filter ? { filter } : {}}
          className="text-accent underline underline-offset-2"
        >
          Open the rows
        </Link>
      </p>
    </div>
  )
}

const cell = 'max-w-60 truncate px-2 py-1 text-left whitespace-nowrap'

const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
