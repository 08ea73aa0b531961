import { Code, ListFilter } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { DialogTrigger } from 'react-aria-components/Dialog'
import type { Filter } from '../../../shared/rows.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { FilteredVersion } from './check-filter.ts'
import { FilterChip } from './filter-chip.tsx'
import { distinctParts, filterOf, partsOf, replacePart } from './filter-parts.ts'
import { QuickSearch } from './quick-search.tsx'
import type { TableColumn } from './table-column.ts'

const FilterEditor = lazy(() => import('./filter-editor.tsx'))
const FilterBuilder = lazy(() => import('./filter-builder.tsx'))
const FilterFacts = lazy(() => import('./filter-facts.tsx'))

/** What leaves rows out: a filter, parts of it that are turned off, and a search. */
export type FilterState = { filter: Filter | undefined; off: Filter[]; q: string }

/** What is being built with groups: the whole filter, or one part of it. */
type Building = { part: number | undefined }

/** Above the table: a button that adds a condition, one chip for each part of the filter, and the quick search. */
export function FilterBar({
  of,
  columns,
  currentColumn,
  asked,
  state,
  onChange,
  onSearch,
  children,
}: {
  of: FilteredVersion
  columns: TableColumn[]
  currentColumn: string
  /** A column that a condition was asked for elsewhere. */
  asked?: { column: string } | undefined
  state: FilterState
  onChange: (filter: Filter | undefined, off: Filter[]) => void
  onSearch: (q: string) => void
  children?: React.ReactNode
}) {
  const { filter, q } = state
  const off = distinctParts(state.off)
  const parts = partsOf(filter)
  const [adding, setAdding] = useState<{ column?: string }>()
  const [building, setBuilding] = useState<Building>()
  const search = useRef<HTMLInputElement>(null)
  useShortcut('f', 'Filter by the current column', () => setAdding({}))
  useEffect(() => {
    if (asked) setAdding(asked)
  }, [asked])
  useShortcut('/', 'Search the rows', () => search.current?.focus())

  const setParts = (next: Filter[], nextOff = off) => onChange(filterOf(next), nextOff)
  const build = (next: Building) => {
    setAdding(undefined)
    setBuilding(next)
  }
  const built = building?.part === undefined ? filter : parts[building.part]

  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1.5 px-3 py-1.5">
      <div
        className={classNames(
          'flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto wide:basis-0 wide:flex-wrap wide:overflow-visible',
          parts.length + off.length > 0 && 'basis-full',
        )}
      >
        <DialogTrigger isOpen={adding !== undefined} onOpenChange={(isOpen) => setAdding(isOpen ? {} : undefined)}>
          <Button variant="quiet" size="small">
            <ListFilter aria-hidden size={14} />
            Filter
          </Button>
          <Popover label="Add a filter" placement="bottom start">
            {({ close }) => (
              <Suspense fallback={<Skeleton className="m-3 h-48 w-74" />}>
                <FilterEditor
                  of={of}
                  columns={columns}
                  column={adding?.column ?? currentColumn}
                  onApply={(condition) => {
                    setParts([...parts, condition])
                    close()
                  }}
                  onBuild={() => build({ part: undefined })}
                />
              </Suspense>
            )}
          </Popover>
        </DialogTrigger>
        {parts.map((part, index) => (
          <FilterChip
            key={JSON.stringify(part)}
            {...{ of, part, columns }}
            isOn
            onChange={(next) => setParts(replacePart(parts, index, next))}
            onToggle={() => setParts(replacePart(parts, index, undefined), [...off, part])}
            onBuild={() => build({ part: index })}
          />
        ))}
        {off.map((part, index) => (
          <FilterChip
            key={JSON.stringify(part)}
            {...{ of, part, columns }}
            isOn={false}
            onChange={(next) =>
              next
                ? setParts([...parts, next], replacePart(off, index, undefined))
                : setParts(parts, replacePart(off, index, undefined))
            }
            onToggle={() => setParts([...parts, part], replacePart(off, index, undefined))}
            onBuild={() => setParts([...parts, part], replacePart(off, index, undefined))}
          />
        ))}
        {(parts.length > 0 || q !== '') && (
          <DialogTrigger>
            <IconButton size="small" label="The filter as SQL and in words">
              <Code aria-hidden size={14} />
            </IconButton>
            <Popover label="The filter" placement="bottom start">
              {({ close }) => (
                <Suspense fallback={<Skeleton className="m-3 h-32 w-90" />}>
                  <FilterFacts
                    {...{ of, columns, filter, q }}
                    onBuild={() => {
                      close()
                      build({ part: undefined })
                    }}
                  />
                </Suspense>
              )}
            </Popover>
          </DialogTrigger>
        )}
        {parts.length + off.length > 1 && (
          <Button variant="quiet" size="small" onPress={() => onChange(undefined, [])}>
            Clear all
          </Button>
        )}
      </div>
      <QuickSearch q={q} onSearch={onSearch} inputRef={search} />
      {children}
      {building && (
        <Suspense>
          <FilterBuilder
            {...{ of, columns }}
            column={currentColumn || (columns[0]?.name ?? '')}
            filter={built}
            onApply={(next) => {
              setBuilding(undefined)
              if (building.part === undefined) setParts(partsOf(next))
              else setParts(replacePart(parts, building.part, next))
            }}
            onClose={() => setBuilding(undefined)}
          />
        </Suspense>
      )}
    </div>
  )
}
