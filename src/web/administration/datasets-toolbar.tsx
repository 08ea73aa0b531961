import { useCallback } from 'react'
import { datasetStatuses } from '../../shared/dataset.ts'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { formatCounted } from '../ui/format.ts'
import { SearchField } from '../ui/search-field.tsx'
import { useTypedText } from '../ui/use-typed-text.ts'
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
  const onSettle = useCallback((text: string | undefined) => onChange({ q: text }), [onChange])
  const [text, setText] = useTypedText(search.q, onSettle)
  const sort = search.sort ?? defaultDatasetsSort
  const isListed = sortOptions.some(({ value }) => value === sort)
  return (
    <div
      role="toolbar"
      aria-label="Search, filter and sort"
      className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6"
    >
      <SearchField
        label="Search datasets by owner"
        placeholder="Owner, e-mail or dataset id"
        keys="/"
        value={text}
        onChange={setText}
        inputRef={searchField}
        className="grow basis-full wide:max-w-72 wide:basis-0"
      />
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
      <ChoiceMenu
        label="Sort"
        value={sort}
        options={isListed ? sortOptions : [...sortOptions, { value: sort, label: 'As the table' }]}
        onChange={(next) => onChange({ sort: next === defaultDatasetsSort ? undefined : next })}
        className="wide:hidden"
      />
      <span className="flex-1 max-wide:hidden" />
      <p role="status" className="tabular text-13 text-text-2 max-wide:hidden">
        {total !== null && formatCounted(total, 'dataset')}
      </p>
    </div>
  )
}
