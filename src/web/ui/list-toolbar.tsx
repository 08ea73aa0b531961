import { ChoiceMenu } from './choice-menu.tsx'
import { SearchField } from './search-field.tsx'
import { useTypedText } from './use-typed-text.ts'

/** Over a list: the search, its filters, how many there are, and on narrow screens, where no header sorts, the order. */
export function ListToolbar<Sort extends string>({
  search,
  filters,
  sort,
  count,
  children,
}: {
  search: {
    label: string
    placeholder?: string
    q: string | undefined
    onChange: (q: string | undefined) => void
    field: React.RefObject<HTMLInputElement | null>
  }
  filters: React.ReactNode
  sort?: { value: Sort; options: { value: Sort; label: string }[]; onChange: (sort: Sort) => void }
  /** In words; null while nobody knows. */
  count: string | null
  children?: React.ReactNode
}) {
  const [text, setText] = useTypedText(search.q, search.onChange)
  return (
    <div
      role="toolbar"
      aria-label={sort ? 'Search, filter and sort' : 'Search and filter'}
      className="flex flex-wrap items-center gap-2 px-4 pb-3 wide:px-6"
    >
      <SearchField
        label={search.label}
        {...(search.placeholder ? { placeholder: search.placeholder } : {})}
        keys="/"
        value={text}
        onChange={setText}
        inputRef={search.field}
        className="grow basis-full wide:max-w-72 wide:basis-0"
      />
      {filters}
      {sort && (
        <ChoiceMenu
          label="Sort"
          value={sort.value}
          options={
            sort.options.some(({ value }) => value === sort.value)
              ? sort.options
              : [...sort.options, { value: sort.value, label: 'As the table' }]
          }
          onChange={sort.onChange}
          className="wide:hidden"
        />
      )}
      <span className="flex-1 max-wide:hidden" />
      <p role="status" className="tabular text-13 text-text-2 max-wide:hidden">
        {count}
      </p>
      {children}
    </div>
  )
}
