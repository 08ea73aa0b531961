import { ListFilter } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { DialogTrigger } from 'react-aria-components/Dialog'
import type { Filter } from '../../../shared/rows.ts'
import { useShortcut } from '../../shell/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { FilterChip } from './filter-chip.tsx'
import { FilterEditor } from './filter-editor.tsx'
import { filterOf, partsOf, replacePart } from './filter-parts.ts'
import { QuickSearch } from './quick-search.tsx'
import type { TableColumn } from './table-column.ts'

/** Above the table: a button that adds a condition, one chip for each part of the filter, and the quick search. */
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
  const parts = partsOf(filter)
  const [adding, setAdding] = useState<{ column?: string }>()
  const search = useRef<HTMLInputElement>(null)
  useShortcut('f', 'Filter by the current column', () => setAdding({}))
  useEffect(() => {
    if (asked) setAdding(asked)
  }, [asked])
  useShortcut('/', 'Search the rows', () => search.current?.focus())

  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1.5 px-3 py-1.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
        <DialogTrigger isOpen={adding !== undefined} onOpenChange={(isOpen) => setAdding(isOpen ? {} : undefined)}>
          <Button variant="quiet" size="small">
            <ListFilter aria-hidden size={14} />
            Filter
          </Button>
          <Popover label="Add a filter" placement="bottom start">
            {({ close }) => (
              <FilterEditor
                columns={columns}
                column={adding?.column ?? currentColumn}
                onApply={(condition) => {
                  onFilter(filterOf([...parts, condition]))
                  close()
                }}
              />
            )}
          </Popover>
        </DialogTrigger>
        {parts.map((part, index) => (
          <FilterChip
            key={JSON.stringify(part)}
            part={part}
            columns={columns}
            onChange={(next) => onFilter(filterOf(replacePart(parts, index, next)))}
          />
        ))}
        {parts.length > 1 && (
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
