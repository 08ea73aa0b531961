import { useCallback } from 'react'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { formatCounted } from '../ui/format.ts'
import { SearchField } from '../ui/search-field.tsx'
import { useTypedText } from '../ui/use-typed-text.ts'
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
  const onSettle = useCallback((text: string | undefined) => onChange({ q: text }), [onChange])
  const [text, setText] = useTypedText(search.q, onSettle)

  const sort = search.sort ?? defaultPeopleSort
  const isListed = sortOptions.some(({ value }) => value === sort)
  return (
    <div
      role="toolbar"
      aria-label="Search, filter and sort"
      className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6"
    >
      <SearchField
        label="Search people"
        placeholder="Name, username or e-mail"
        keys="/"
        value={text}
        onChange={setText}
        inputRef={searchField}
        className="grow basis-full wide:max-w-72 wide:basis-0"
      />
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
      <ChoiceMenu
        label="Sort"
        value={sort}
        options={isListed ? sortOptions : [...sortOptions, { value: sort, label: 'As the table' }]}
        onChange={(next) => onChange({ sort: next === defaultPeopleSort ? undefined : next })}
        className="wide:hidden"
      />
      <span className="flex-1 max-wide:hidden" />
      <p role="status" className="tabular text-13 text-text-2 max-wide:hidden">
        {total !== null && formatCounted(total, 'person', 'people')}
      </p>
      {children}
    </div>
  )
}
