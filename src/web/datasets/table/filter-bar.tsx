import { ListFilter, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { DialogTrigger } from 'react-aria-components/Dialog'
import type { Filter } from '../../../shared/rows.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { type Condition, conditionsOf, conditionText, filterOf } from './filter-conditions.ts'
import { FilterEditor } from './filter-editor.tsx'
import type { TableColumn } from './table-column.ts'

const searchPause = 300

/** Above the table: a button that adds a condition, one removable chip per condition, and the quick search. */
export function FilterBar({
  columns,
  currentColumn,
  asked,
  filter,
  q,
  onFilter,
  onSearch,
  children,
}: {
  columns: TableColumn[]
  currentColumn: string
  /** A column that a condition was asked for elsewhere. */
  asked?: { column: string } | undefined
  filter: Filter | undefined
  q: string
  onFilter: (filter: Filter | undefined) => void
  onSearch: (q: string) => void
  children?: React.ReactNode
}) {
  const conditions = conditionsOf(filter)
  const [adding, setAdding] = useState<{ column?: string }>()
  const search = useRef<HTMLInputElement>(null)
  useShortcut('f', 'Filter by the current column', () => setAdding({}))
  useEffect(() => {
    if (asked) setAdding(asked)
  }, [asked])
  useShortcut('/', 'Search the rows', () => search.current?.focus())

  const replace = (index: number, condition: Condition | undefined) =>
    onFilter(filterOf((conditions ?? []).flatMap((old, at) => (at !== index ? [old] : condition ? [condition] : []))))

  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1.5 px-3 py-1.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
        <DialogTrigger isOpen={adding !== undefined} onOpenChange={(isOpen) => setAdding(isOpen ? {} : undefined)}>
          <Button variant="quiet" size="small" isDisabled={conditions === undefined}>
            <ListFilter aria-hidden size={14} />
            Filter
          </Button>
          <Popover label="Add a filter" placement="bottom start">
            {({ close }) => (
              <FilterEditor
                columns={columns}
                column={adding?.column ?? currentColumn}
                onApply={(condition) => {
                  onFilter(filterOf([...(conditions ?? []), condition]))
                  close()
                }}
              />
            )}
          </Popover>
        </DialogTrigger>
        {conditions === undefined ? (
          <Chip text="A filter with alternatives, from the address" onRemove={() => onFilter(undefined)} />
        ) : (
          conditions.map((condition, index) => (
            <ConditionChip
              key={JSON.stringify(condition)}
              condition={condition}
              columns={columns}
              onChange={(next) => replace(index, next)}
            />
          ))
        )}
        {(conditions === undefined || conditions.length > 1) && (
          <Button variant="quiet" size="small" onPress={() => onFilter(undefined)}>
            Clear all
          </Button>
        )}
      </div>
      <QuickSearch q={q} onSearch={onSearch} inputRef={search} />
      {children}
    </div>
  )
}

function QuickSearch({
  q,
  onSearch,
  inputRef,
}: {
  q: string
  onSearch: (q: string) => void
  inputRef: React.Ref<HTMLInputElement>
}) {
  const [typed, setTyped] = useState(q)
  const sent = useRef(q)
  const latest = useRef(onSearch)
  latest.current = onSearch
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setTyped(q)
  }, [q])
  useEffect(() => {
    if (typed === sent.current) return
    const timer = setTimeout(() => {
      sent.current = typed
      latest.current(typed)
    }, searchPause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchField
      label="Search the rows"
      placeholder="Search"
      keys="/"
      value={typed}
      onChange={setTyped}
      inputRef={inputRef}
      className="w-40 wide:w-56"
    />
  )
}

const chipClass =
  'flex h-7 max-w-full items-stretch overflow-hidden rounded bg-selected text-13 text-text shadow-[inset_0_0_0_1px_var(--color-hairline)]'

function Chip({ text, onRemove, children }: { text: string; onRemove: () => void; children?: React.ReactNode }) {
  return (
    <div className={chipClass}>
      {children ?? <span className="flex min-w-0 items-center truncate px-2">{text}</span>}
      <AriaButton
        aria-label={`Remove the filter: ${text}`}
        onPress={onRemove}
        className="grid w-7 shrink-0 place-items-center text-text-2 data-hovered:bg-hover data-hovered:text-text data-focus-visible:-outline-offset-2"
      >
        <X aria-hidden size={13} />
      </AriaButton>
    </div>
  )
}

function ConditionChip({
  condition,
  columns,
  onChange,
}: {
  condition: Condition
  columns: TableColumn[]
  onChange: (condition: Condition | undefined) => void
}) {
  const column = columns.find(({ name }) => name === condition.column)
  const text = conditionText(condition, column?.kind ?? 'text')
  return (
    <Chip text={text} onRemove={() => onChange(undefined)}>
      <DialogTrigger>
        <AriaButton className="min-w-0 truncate px-2 data-hovered:bg-hover data-focus-visible:-outline-offset-2">
          {text}
        </AriaButton>
        <Popover label="Change the filter" placement="bottom start">
          {({ close }) => (
            <FilterEditor
              columns={columns}
              column={condition.column}
              condition={condition}
              onApply={(next) => {
                close()
                onChange(next)
              }}
              onRemove={() => {
                close()
                onChange(undefined)
              }}
            />
          )}
        </Popover>
      </DialogTrigger>
    </Chip>
  )
}
