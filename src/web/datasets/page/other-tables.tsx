import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import { type FileTable, fileTableSchema } from '../../../shared/file-table.ts'
import { pageOf } from '../../../shared/page.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change, get } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'

const tablesPageSchema = pageOf(fileTableSchema)

/** The tables of the file that a version was read from. */
export const tablesQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['datasets', 'tables', id, version],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(id)}/tables`, tablesPageSchema, { query: { limit: 1000 }, signal }),
  })

/** The other tables of the file, each one press away; nothing where there is none. */
export function OtherTables({ dataset }: { dataset: Dataset }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(tablesQuery(dataset.id, dataset.version))
  const open = useMutation({
    mutationFn: ({ index }: FileTable) =>
      change('POST', `/datasets/${encodeURIComponent(dataset.id)}/tables/${index}`, datasetSchema, { body: {} }),
    onSuccess: (made) => {
      cacheDataset(client, made)
      void client.invalidateQueries({ queryKey: tablesQuery(dataset.id, dataset.version).queryKey })
      void navigate({ to: '/datasets/$id/$tab', params: { id: made.id, tab: 'data' } })
    },
    onError: (error) => notify({ text: `The table was not opened. ${sentenceOf(error)}` }),
  })
  const others = data?.items.filter(({ dataset_id }) => dataset_id !== dataset.id) ?? []
  if (others.length === 0) return null
  return (
    <section className="min-w-0">
      <h2 className="mb-2 text-14 font-semibold">Other tables in this file</h2>
      <ul className="text-13">
        {others.map((table) => (
          <li key={table.index} className="flex min-h-11 items-center gap-3 border-b border-hairline py-1.5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {table.name ?? `Table ${table.index + 1}`}
              {table.hidden && <span className="text-text-2"> (hidden)</span>}
              <span className="block text-12 text-text-2 tabular">{sizeOf(table)}</span>
            </span>
            {table.dataset_id ? (
              <Link
                to="/datasets/$id/$tab"
                params={{ id: table.dataset_id, tab: 'data' }}
                className={buttonClass('secondary', 'small')}
              >
                Open
              </Link>
            ) : (
              <Button size="small" isDisabled={open.isPending} onPress={() => open.mutate(table)}>
                Make it a dataset
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const sizeOf = ({ range, row_count: rows, column_count: columns }: FileTable): string =>
  [range, rows === null ? null : formatCounted(rows, 'row'), columns === null ? null : formatCounted(columns, 'column')]
    .filter(Boolean)
    .join(', ')
