import { useCallback } from 'react'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { ListToolbar } from '../../ui/list-toolbar.tsx'
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
  return (
    <ListToolbar
      search={{ label: 'Search datasets', q: search.q, onChange: onSettle, field: searchField }}
      filters={
        <>
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
        </>
      }
      sort={{
        value: search.sort ?? defaultSort,
        options: sortOptions,
        onChange: (next) => onChange({ sort: next === defaultSort ? undefined : next }),
      }}
      count={total === null ? null : formatCounted(total, 'dataset')}
    />
  )
}
