import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import { type FileTable, fileTableSchema } from '../../../shared/file-table.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { pageOf } from '../../../shared/page.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change, get } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
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

const kinds: Record<FileTable['kind'], string> = { sheet: 'Sheet', block: 'Table', entry: 'File', json_path: 'Path' }

/** The tables of the file, those that are no dataset yet one press away from it; nothing where there is only one. */
export function FileTables({ dataset }: { dataset: Dataset }) {
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
  const tables = data?.items ?? []
  if (tables.length < 2) return null
  return (
    <section className="min-w-0">
      <h2 className="mb-2 text-14 font-semibold">Tables of this file</h2>
      <ul className="text-13">
        {tables.map((table) => (
          <li key={table.index} className="flex min-h-11 items-center gap-3 border-b border-hairline py-1.5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {table.name ?? `${kinds[table.kind]} ${table.index + 1}`}
              {table.hidden && <span className="text-text-2"> (hidden)</span>}
              <span className="block text-12 text-text-2 tabular">{sizeOf(table)}</span>
            </span>
            {table.dataset_id === dataset.id ? (
              <span className="shrink-0 text-text-2">this dataset</span>
            ) : table.dataset_id ? (
              <Link
                to="/datasets/$id/$tab"
                params={{ id: table.dataset_id, tab: 'data' }}
                className={buttonClass('secondary', 'small')}
              >
                Open
              </Link>
            ) : (
              <Button
                size="small"
                isDisabled={open.isPending || dataset.status !== 'ready'}
                onPress={() => open.mutate(table)}
              >
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
