import { Square, SquareCheck, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { filterWords } from '../../../shared/filter-words.ts'
import type { Filter } from '../../../shared/rows.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/popover.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { FilteredVersion } from './check-filter.ts'
import type { TableColumn } from './table-column.ts'

const FilterEditor = lazy(() => import('./filter-editor.tsx'))

const inChip = 'data-hovered:bg-hover data-hovered:text-text data-focus-visible:-outline-offset-2'

/** One part of the filter in words: a press changes it, the box turns it off and on, and the cross takes it away. */
export function FilterChip({
  of,
  part,
  isOn = true,
  columns,
  onChange,
  onToggle,
  onBuild,
}: {
  of: FilteredVersion
  part: Filter
  isOn?: boolean
  columns: TableColumn[]
  onChange: (part: Filter | undefined) => void
  /** Turns the part off and on, where that is possible. */
  onToggle?: (() => void) | undefined
  /** Changes a part that is no single condition, where that is possible. */
  onBuild?: (() => void) | undefined
}) {
  const text = filterWords(part, (name) => columns.find((column) => column.name === name)?.kind ?? 'text')
  const textClass = classNames('max-w-80 min-w-0 truncate px-2', inChip, !isOn && 'text-text-2 line-through')
  return (
    <div
      className={classNames(
        'flex h-7 max-w-full shrink-0 items-stretch wide:shrink overflow-hidden rounded text-13 text-text shadow-[inset_0_0_0_1px_var(--color-hairline)]',
        isOn && 'bg-selected',
      )}
    >
      {onToggle && (
        <ToggleButton
          aria-label={`Use the filter: ${text}`}
          isSelected={isOn}
          onChange={onToggle}
          className={classNames('grid w-7 shrink-0 place-items-center text-text-2', inChip)}
        >
          {isOn ? <SquareCheck aria-hidden size={13} /> : <Square aria-hidden size={13} />}
        </ToggleButton>
      )}
      {'column' in part ? (
        <DialogTrigger>
          <AriaButton className={textClass}>{text}</AriaButton>
          <Popover label="Change the filter" placement="bottom start">
            {({ close }) => (
              <Suspense fallback={<Skeleton className="m-3 h-48 w-74" />}>
                <FilterEditor
                  of={of}
                  columns={columns}
                  column={part.column}
                  condition={part}
                  onApply={(next) => {
                    close()
                    onChange(next)
                  }}
                  onRemove={() => {
                    close()
                    onChange(undefined)
                  }}
                />
              </Suspense>
            )}
          </Popover>
        </DialogTrigger>
      ) : (
        <AriaButton aria-haspopup="dialog" isDisabled={!onBuild} onPress={() => onBuild?.()} className={textClass}>
          {text}
        </AriaButton>
      )}
      <AriaButton
        aria-label={`Remove the filter: ${text}`}
        onPress={() => onChange(undefined)}
        className={classNames('grid w-7 shrink-0 place-items-center text-text-2', inChip)}
      >
        <X aria-hidden size={13} />
      </AriaButton>
    </div>
  )
}
