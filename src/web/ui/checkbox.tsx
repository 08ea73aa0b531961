import { Check, Minus } from 'lucide-react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components/Checkbox'
import { classNames } from './class-names.ts'

export type CheckboxProps = Omit<AriaProps, 'className' | 'children'> & {
  children?: React.ReactNode
  className?: string
}

/** A tick box; without children it needs an `aria-label`. */
export function Checkbox({ children, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...props}
      className={classNames(
        'group inline-flex min-h-6 items-center gap-2 text-13 text-text data-disabled:opacity-50',
        className,
      )}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={classNames(
              'grid size-4 shrink-0 place-items-center rounded-sm transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2',
              isSelected || isIndeterminate
                ? 'bg-accent text-on-accent'
                : 'bg-surface shadow-[inset_0_0_0_1px_var(--color-control)]',
            )}
          >
            {isIndeterminate ? (
              <Minus aria-hidden size={12} strokeWidth={3} />
            ) : (
              isSelected && <Check aria-hidden size={12} strokeWidth={3} />
            )}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}
