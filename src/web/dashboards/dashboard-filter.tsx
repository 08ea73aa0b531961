import { ListFilter } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Filter } from '../../shared/rows.ts'
import { tableColumns } from '../datasets/page/table-columns.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { hasColumns } from './link-charts.ts'
import type { LinkedDataset } from './use-linked-charts.ts'

const FilterBuilder = lazy(() => import('../datasets/table/filter-builder.tsx'))

/** Builds the filter that holds for every chart whose dataset has its columns, from the columns of one dataset. */
export function DashboardFilter({
  datasets,
  filter,
  onFilter,
}: {
  datasets: LinkedDataset[]
  filter: Filter | null
  onFilter: (filter: Filter | null) => void
}) {
  const [chosen, setChosen] = useState<string>()
  const fitting = datasets.flatMap(({ dataset }) => {
    const columns = tableColumns(dataset, undefined, undefined) ?? []
    const isFitting = !filter || hasColumns(filter, new Set(columns.map(({ name }) => name)))
    return isFitting && columns.length > 0 ? [{ ...dataset, columns }] : []
  })
  const [only] = fitting
  const built = fitting.find(({ id }) => id === chosen)
  if (!only) return null
  const label = (
    <>
      <ListFilter aria-hidden size={14} />
      Filter
    </>
  )
  return (
    <>
      {fitting.length === 1 ? (
        <Button variant="quiet" onPress={() => setChosen(only.id)}>
          {label}
        </Button>
      ) : (
        <MenuTrigger>
          <Button variant="quiet">{label}</Button>
          <Menu label="Filter by the columns of" placement="bottom end">
            {fitting.map(({ id, title }) => (
              <MenuItem key={id} onAction={() => setChosen(id)}>
                {`By the columns of ${title}`}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      )}
      {built && (
        <Suspense>
          <FilterBuilder
            of={{ datasetId: built.id, version: built.version }}
            columns={built.columns}
            column={built.columns[0]?.name ?? ''}
            filter={filter ?? undefined}
            onApply={(next) => {
              setChosen(undefined)
              onFilter(next ?? null)
            }}
            onClose={() => setChosen(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}
