import { useCallback } from 'react'
import { datasetStatuses } from '../../shared/dataset.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { ListToolbar } from '../ui/list-toolbar.tsx'
import { statusWords } from './datasets-queries.ts'
import {
  type DatasetsSearch,
  type DatasetsSearchChange,
  type DatasetsSort,
  defaultDatasetsSort,
} from './datasets-search.ts'

const statusOptions = [
  { value: 'any' as const, label: 'All' },
  ...datasetStatuses.map((value) => ({ value, label: statusWords[value] })),
]

const placeOptions = [
  { value: 'any', label: 'All' },
  { value: 'use', label: 'In use' },
  { value: 'trash', label: 'In the trash' },
] as const

const sortOptions: { value: DatasetsSort; label: string }[] = [
  { value: '-created_at', label: 'Newest' },
  { value: 'created_at', label: 'Oldest' },
  { value: '-file_size', label: 'Largest' },
  { value: 'owner', label: 'Owner' },
  { value: 'status', label: 'Status' },
  { value: '-updated_at', label: 'Changed last' },
]

export function DatasetsToolbar({
  search,
  total,
  onChange,
  searchField,
}: {
  search: DatasetsSearch
  total: number | null
  onChange: (next: DatasetsSearchChange) => void
  searchField: React.RefObject<HTMLInputElement | null>
}) {
  const onSearch = useCallback((q: string | undefined) => onChange({ q }), [onChange])
  return (
    <ListToolbar
      search={{
        label: 'Search datasets by owner',
        placeholder: 'Owner, e-mail or dataset id',
        q: search.q,
        onChange: onSearch,
        field: searchField,
      }}
      filters={
        <>
          <ChoiceMenu
            label="Status"
            value={search.status ?? 'any'}
            options={statusOptions}
            onChange={(status) => onChange({ status: status === 'any' ? undefined : status })}
          />
          <ChoiceMenu
            label="Place"
            value={search.place ?? 'any'}
            options={placeOptions}
            onChange={(place) => onChange({ place: place === 'any' ? undefined : place })}
          />
        </>
      }
      sort={{
        value: search.sort ?? defaultDatasetsSort,
        options: sortOptions,
        onChange: (next) => onChange({ sort: next === defaultDatasetsSort ? undefined : next }),
      }}
      count={total === null ? null : formatCounted(total, 'dataset')}
    />
  )
}
