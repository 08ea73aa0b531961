import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, Pin } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'
import { type ColumnArrangement, stepped, withPinned, withShown } from '../../../shared/column-arrangement.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { findColumns } from '../../profiles/find-columns.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import type { TableColumn } from './table-column.ts'

const rowHeight = 28

/** Shows, hides, pins and moves columns, of any number: a list to search, in which only the rows in view exist. */
export default function ColumnsMenu({
  columns,
  arrangement,
  onArrange,
  onReset,
}: {
  columns: TableColumn[]
  arrangement: ColumnArrangement
  onArrange: (next: ColumnArrangement) => void
  onReset: () => void
}) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const listed = useMemo(() => {
    const known = new Map(columns.map((column) => [column.name, column]))
    const order = [...arrangement.pinned, ...arrangement.order.filter((name) => !arrangement.pinned.includes(name))]
    return order.flatMap((name) => known.get(name) ?? [])
  }, [columns, arrangement])
  const found = useMemo(() => findColumns(listed, typed), [listed, typed])
  const active = Math.min(at, found.length - 1)
  const current = found[active]
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => found[index]?.name ?? index,
    overscan: 6,
  })
  const isShown = (name: string) => !arrangement.hidden.has(name)
  const isPinned = (name: string) => arrangement.pinned.includes(name)
  const names = found.map(({ name }) => name)
  const shownCount = columns.length - arrangement.hidden.size
  const toggle = (name: string) => onArrange(withShown(arrangement, [name], !isShown(name)))
  const pin = (name: string) => onArrange(withPinned(withShown(arrangement, [name], true), name, !isPinned(name)))

  const goTo = (index: number) => {
    const next = Math.min(Math.max(0, index), found.length - 1)
    setAt(next)
    virtual.scrollToIndex(next)
  }
  const move = (name: string, step: -1 | 1) => {
    const next = stepped(arrangement, name, step)
    if (next === arrangement) return
    onArrange(next)
    if (typed === '') goTo(active + step)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!current || event.ctrlKey || event.metaKey) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (step !== undefined && event.altKey) move(current.name, step < 0 ? -1 : 1)
    else if (step !== undefined) goTo(active + step)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(found.length - 1)
    else if (event.key === ' ' || event.key === 'Enter') toggle(current.name)
    else if (event.key === 'p') pin(current.name)
    else return
    event.preventDefault()
  }

  return (
    <div className="flex w-80 max-w-full flex-col">
      <div className="border-b border-hairline p-2">
        <SearchField
          label="Search the columns"
          autoFocus
          value={typed}
          onChange={(next) => {
            setTyped(next)
            goTo(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') scroller.current?.focus()
            else event.continuePropagation()
          }}
        />
      </div>
      <div
        ref={scroller}
        role="listbox"
        aria-label="Columns"
        aria-multiselectable
        aria-activedescendant={current ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group/list h-72 overflow-auto p-1 outline-none"
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const column = found[index]
            return (
              column && (
                <ColumnOption
                  key={key}
                  id={`${id}-${index}`}
                  column={column}
                  position={index + 1}
                  count={found.length}
                  top={start}
                  isActive={index === active}
                  isShown={isShown(column.name)}
                  isPinned={isPinned(column.name)}
                  onToggle={() => {
                    setAt(index)
                    toggle(column.name)
                  }}
                  onPin={() => pin(column.name)}
                />
              )
            )
          })}
        </div>
        {found.length === 0 && <p className="p-3 text-13 text-text-2">No column has “{typed}” in its name.</p>}
      </div>
      <div className="flex flex-col gap-2 border-t border-hairline p-2">
        <p className="px-1 text-12 text-text-2 tabular" role="status">
          {shownCount === columns.length
            ? `All ${formatCounted(columns.length, 'column')} are shown`
            : `${formatCount(shownCount)} of ${formatCounted(columns.length, 'column')} shown`}
          {typed !== '' && `, ${formatCount(found.length)} found`}
        </p>
        <div className="flex flex-wrap gap-1">
          <Button size="small" variant="quiet" onPress={() => onArrange(withShown(arrangement, names, true))}>
            {typed === '' ? 'Show all' : 'Show found'}
          </Button>
          <Button size="small" variant="quiet" onPress={() => onArrange(withShown(arrangement, names, false))}>
            {typed === '' ? 'Hide all' : 'Hide found'}
          </Button>
          <Button size="small" variant="quiet" className="ml-auto" onPress={onReset}>
            Reset view
          </Button>
        </div>
        <p className="hidden items-center gap-1 px-1 text-12 text-text-2 wide:flex">
          <Kbd keys="Space" /> show or hide <Kbd keys="p" /> pin <Kbd keys="Alt ↑ ↓" /> move
        </p>
      </div>
    </div>
  )
}

function ColumnOption({
  id,
  column: { name, kind },
  position,
  count,
  top,
  isActive,
  isShown,
  isPinned,
  onToggle,
  onPin,
}: {
  id: string
  column: TableColumn
  position: number
  count: number
  top: number
  isActive: boolean
  isShown: boolean
  isPinned: boolean
  onToggle: () => void
  onPin: () => void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isShown}
      aria-setsize={count}
      aria-posinset={position}
      aria-label={isPinned ? `${name}, pinned` : name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => ((event.target as HTMLElement).closest('[data-pin]') ? onPin() : onToggle())}
      className={classNames(
        'group/option absolute inset-x-0 top-0 flex h-7 items-center gap-2 rounded px-2 text-13 hover:bg-hover',
        isActive &&
          'group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-accent',
        !isShown && 'text-text-2',
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className="grid w-4 shrink-0 place-items-center text-accent">
        {isShown && <Check aria-hidden size={14} />}
      </span>
      <KindIcon kind={kind} size={13} />
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <span
        aria-hidden
        data-pin
        title={isPinned ? 'Pin no longer' : 'Pin at the left'}
        className={classNames(
          'grid size-6 place-items-center rounded-sm hover:text-text',
          isPinned ? 'text-accent' : 'text-text-3 opacity-0 group-hover/option:opacity-100 pointer-coarse:opacity-100',
        )}
      >
        <Pin size={13} />
      </span>
    </div>
  )
}
