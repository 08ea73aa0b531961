import { Check, ChevronsUpDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { classNames } from './class-names.ts'
import { menuItemClass, popoverClass } from './popover.tsx'

export type SelectOption<T extends string> = { value: T; label: string; icon?: React.ReactNode; hint?: string }

/** One of a short list of options. */
export function Select<T extends string>({
  label,
  hideLabel = false,
  value,
  options,
  onChange,
  size = 'medium',
  prefix,
  isDisabled = false,
  className,
}: {
  label: string
  hideLabel?: boolean
  value: T
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  size?: 'small' | 'medium' | 'large'
  /** Faint words before the value, e.g. `Sort`. */
  prefix?: string
  isDisabled?: boolean
  className?: string
}) {
  return (
    <AriaSelect
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      isDisabled={isDisabled}
      className={classNames('flex flex-col gap-1', className)}
    >
      <Label className={hideLabel ? 'sr-only' : 'text-13 font-medium text-text'}>{label}</Label>
      <Button
        className={classNames(
          'inline-flex items-center gap-1.5 rounded bg-surface pr-2 pl-2.5 text-13 text-text shadow-[inset_0_0_0_1px_var(--color-control)] transition-colors data-hovered:bg-hover data-disabled:opacity-50',
          { small: 'h-7', medium: 'h-8', large: 'h-9' }[size],
        )}
      >
        {prefix && <span className="text-text-2">{prefix}</span>}
        <SelectValue className="min-w-0 flex-1 truncate text-left">{({ selectedText }) => selectedText}</SelectValue>
        <ChevronsUpDown aria-hidden size={12} className="shrink-0 text-text-3" />
      </Button>
      <Popover offset={4} className={classNames(popoverClass, 'min-w-(--trigger-width)')}>
        <ListBox items={options} className="max-h-80 overflow-auto p-1">
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={menuItemClass}>
              {({ isSelected }) => (
                <>
                  <span className="grid w-4 shrink-0 place-items-center">
                    {isSelected ? <Check aria-hidden size={14} /> : option.icon}
                  </span>
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.hint && <span className="text-12 text-text-2">{option.hint}</span>}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
