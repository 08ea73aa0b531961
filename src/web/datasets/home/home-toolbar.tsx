import { useCallback } from 'react'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { formatCounted } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useTypedText } from '../../ui/use-typed-text.ts'
import { defaultSort, type HomeChange, type HomeSearch, type HomeSort } from './home-search.ts'

const statusOptions = [
  { value: 'any', label: 'All' },
  { value: 'ready', label: 'Ready' },
  { value: 'processing', label: 'Being read' },
  { value: 'uploaded', label: 'Waiting' },
  { value: 'error', label: 'Failed' },
] as const

const ownerOptions = [
  { value: 'all', label: 'All' },
  { value: 'mine', label: 'Mine' },
  { value: 'others', label: 'Shared with me' },
] as const

const sortOptions: { value: HomeSort; label: string }[] = [
  { value: '-updated_at', label: 'Updated last' },
  { value: '-created_at', label: 'Newest' },
  { value: 'created_at', label: 'Oldest' },
  { value: 'title', label: 'Name' },
  { value: '-file_size', label: 'Largest' },
  { value: '-row_count', label: 'Most rows' },
  { value: '-column_count', label: 'Most columns' },
]

export function HomeToolbar({
  search,
  total,
  onChange,
  searchField,
}: {
  search: HomeSearch
  total: number | null
  onChange: (next: HomeChange) => void
  searchField: React.RefObject<HTMLInputElement | null>
}) {
  const onSettle = useCallback((text: string | undefined) => onChange({ q: text }), [onChange])
  const [text, setText] = useTypedText(search.q, onSettle)

  const sort = search.sort ?? defaultSort
  return (
    <div
      role="toolbar"
      aria-label="Search, filter and sort"
      className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6"
    >
      <SearchField
        label="Search datasets"
        keys="/"
        value={text}
        onChange={setText}
        inputRef={searchField}
        className="grow basis-full wide:max-w-72 wide:basis-0"
      />
      <ChoiceMenu
        label="Owner"
        value={search.shared === undefined ? 'all' : search.shared ? 'others' : 'mine'}
        options={ownerOptions}
        onChange={(owner) => onChange({ shared: owner === 'all' ? undefined : owner === 'others' })}
      />
      <ChoiceMenu
        label="State"
        value={search.status ?? 'any'}
        options={statusOptions}
        onChange={(status) => onChange({ status: status === 'any' ? undefined : status })}
      />
      <ChoiceMenu
        label="Sort"
        value={sort}
        options={
          sortOptions.some(({ value }) => value === sort)
            ? sortOptions
            : [...sortOptions, { value: sort, label: 'As the table' }]
        }
        onChange={(next) => onChange({ sort: next === defaultSort ? undefined : next })}
        className="wide:hidden"
      />
      <span className="flex-1 max-wide:hidden" />
      <p role="status" className="tabular text-13 text-text-2 max-wide:hidden">
        {total !== null && formatCounted(total, 'dataset')}
      </p>
    </div>
  )
}
