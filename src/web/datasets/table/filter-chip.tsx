import { X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { filterWords } from '../../../shared/filter-words.ts'
import type { Filter } from '../../../shared/rows.ts'
import { Popover } from '../../ui/popover.tsx'
import { FilterEditor } from './filter-editor.tsx'
import type { TableColumn } from './table-column.ts'

/** One part of the filter in words: a press changes it, the cross takes it away. */
export function FilterChip({
  part,
  columns,
  onChange,
}: {
  part: Filter
  columns: TableColumn[]
  onChange: (part: Filter | undefined) => void
}) {
  const text = filterWords(part, (name) => columns.find((column) => column.name === name)?.kind ?? 'text')
  return (
    <div className="flex h-7 max-w-full items-stretch overflow-hidden rounded bg-selected text-13 text-text shadow-[inset_0_0_0_1px_var(--color-hairline)]">
      {'column' in part ? (
        <DialogTrigger>
          <AriaButton className="min-w-0 truncate px-2 data-hovered:bg-hover data-focus-visible:-outline-offset-2">
            {text}
          </AriaButton>
          <Popover label="Change the filter" placement="bottom start">
            {({ close }) => (
              <FilterEditor
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
            )}
          </Popover>
        </DialogTrigger>
      ) : (
        <span className="flex min-w-0 items-center truncate px-2">{text}</span>
      )}
      <AriaButton
        aria-label={`Remove the filter: ${text}`}
        onPress={() => onChange(undefined)}
        className="grid w-7 shrink-0 place-items-center text-text-2 data-hovered:bg-hover data-hovered:text-text data-focus-visible:-outline-offset-2"
      >
        <X aria-hidden size={13} />
      </AriaButton>
    </div>
  )
}
