import { ChevronsUpDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { classNames } from './class-names.ts'
import { Menu, MenuItem, MenuTrigger } from './menu.tsx'

/** One of a few options as a menu: what a bar uses instead of a form's `Select`. */
export function ChoiceMenu<T extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  /** Stands before the value. */
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  className?: string
}) {
  const chosen = options.find((option) => option.value === value)?.label ?? ''
  return (
    <MenuTrigger>
      <Button
        className={classNames(
          'inline-flex h-8 items-center gap-1.5 rounded bg-surface pr-2 pl-2.5 text-13 text-text shadow-[inset_0_0_0_1px_var(--color-control)] transition-colors data-hovered:bg-hover aria-expanded:bg-hover',
          className,
        )}
      >
        <span className="text-text-2">{label}</span>
        <span className="truncate">{chosen}</span>
        <ChevronsUpDown aria-hidden size={12} className="shrink-0 text-text-3" />
      </Button>
      <Menu
        label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value]}
        onSelectionChange={(keys) => {
          const [key] = keys
          if (key !== undefined) onChange(key as T)
        }}
      >
        {options.map((option) => (
          <MenuItem key={option.value} id={option.value}>
            {option.label}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  )
}
