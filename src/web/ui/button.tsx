import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> & {
  /** `primary` once per view; `quiet` inside bars and rows; `danger` for what cannot be undone. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'medium' | 'large'
  className?: string
  children?: React.ReactNode
}

export const buttonBase =
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded font-medium whitespace-nowrap transition-colors data-disabled:opacity-50 data-disabled:pointer-events-none'

const variants = {
  primary: 'bg-accent text-on-accent data-hovered:bg-accent-hover data-pressed:bg-accent-hover',
  secondary:
    'bg-surface text-text shadow-[inset_0_0_0_1px_var(--color-control)] data-hovered:bg-hover data-pressed:bg-hover',
  quiet: 'text-text-2 data-hovered:bg-hover data-hovered:text-text data-pressed:bg-hover aria-expanded:bg-hover',
  danger: 'bg-red text-on-accent data-hovered:bg-red-hover data-pressed:bg-red-hover',
}

const sizes = {
  small: 'h-7 px-2.5 text-13',
  medium: 'h-8 px-3 text-13',
  large: 'h-9 px-4 text-14',
}

/** The class names of a button, for links that look like one. */
export function buttonClass(
  variant: NonNullable<ButtonProps['variant']> = 'secondary',
  size: NonNullable<ButtonProps['size']> = 'medium',
): string {
  return classNames(buttonBase, variants[variant], sizes[size])
}

export function Button({ variant = 'secondary', size = 'medium', className, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={classNames(buttonClass(variant, size), className)}>
      {({ isPending }) => (
        <>
          <span className={classNames('inline-flex items-center gap-1.5', isPending && 'invisible')}>{children}</span>
          {isPending && (
            <span className="absolute inset-0 grid place-items-center">
              <Spinner label="Working" />
            </span>
          )}
        </>
      )}
    </AriaButton>
  )
}
