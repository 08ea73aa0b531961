import { useCallback } from 'react'
import { formatCounted } from '../../shared/format-numbers.ts'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { ListToolbar } from '../ui/list-toolbar.tsx'
import { defaultPeopleSort, type PeopleSearch, type PeopleSearchChange, type PeopleSort } from './people-search.ts'

const stateOptions = [
  { value: 'any', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Deactivated' },
] as const

const roleOptions = [
  { value: 'any', label: 'All' },
  { value: 'administrator', label: 'Administrators' },
  { value: 'user', label: 'Users' },
] as const

const sortOptions: { value: PeopleSort; label: string }[] = [
  { value: '-created_at', label: 'Newest' },
  { value: 'created_at', label: 'Oldest' },
  { value: 'full_name', label: 'Name' },
  { value: 'username', label: 'Username' },
  { value: 'email', label: 'E-mail' },
  { value: '-last_login_at', label: 'Signed in last' },
  { value: '-storage_used_bytes', label: 'Stores most' },
]

export function PeopleToolbar({
  search,
  total,
  onChange,
  searchField,
  children,
}: {
  search: PeopleSearch
  total: number | null
  onChange: (next: PeopleSearchChange) => void
  searchField: React.RefObject<HTMLInputElement | null>
  children: React.ReactNode
}) {
  const onSearch = useCallback((q: string | undefined) => onChange({ q }), [onChange])
  return (
    <ListToolbar
      search={{
        label: 'Search people',
        placeholder: 'Name, username or e-mail',
        q: search.q,
        onChange: onSearch,
        field: searchField,
      }}
      filters={
        <>
          <ChoiceMenu
            label="State"
            value={search.state ?? 'any'}
            options={stateOptions}
            onChange={(state) => onChange({ state: state === 'any' ? undefined : state })}
          />
          <ChoiceMenu
            label="Role"
            value={search.role ?? 'any'}
            options={roleOptions}
            onChange={(role) => onChange({ role: role === 'any' ? undefined : role })}
          />
        </>
      }
      sort={{
        value: search.sort ?? defaultPeopleSort,
        options: sortOptions,
        onChange: (next) => onChange({ sort: next === defaultPeopleSort ? undefined : next }),
      }}
      count={total === null ? null : formatCounted(total, 'person', 'people')}
    >
      {children}
    </ListToolbar>
  )
}
