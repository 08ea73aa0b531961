import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'

/** Two to four exclusive options side by side. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string; icon?: React.ReactNode }[]
  onChange: (value: T) => void
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onChange(key as T)
      }}
      className="inline-flex rounded bg-sunken p-0.5 shadow-[inset_0_0_0_1px_var(--color-hairline)]"
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          className="inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-13 text-text-2 transition-colors data-hovered:text-text data-selected:bg-surface data-selected:text-text data-selected:shadow-[0_0_0_1px_var(--color-control)]"
        >
          {option.icon}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
