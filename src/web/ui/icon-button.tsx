import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { buttonBase } from './button.tsx'
import { classNames } from './class-names.ts'
import { Tip } from './tooltip.tsx'

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> & {
  /** Read out, and shown as the tooltip. */
  label: string
  /** The keys that do the same, shown in the tooltip, e.g. `g d`. */
  keys?: string
  size?: 'small' | 'medium'
  /** It does nothing now, and keeps the focus: disabled it would lose it. */
  isIdle?: boolean
  className?: string
  children: React.ReactNode
}

/** A button that shows only an icon; its label is a tooltip. At least 24 px in each direction. */
export function IconButton({
  label,
  keys,
  size = 'medium',
  isIdle = false,
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tip text={label} {...(keys ? { keys } : {})}>
      <AriaButton
        {...props}
        aria-label={label}
        {...(isIdle && { 'aria-disabled': true })}
        className={classNames(
          buttonBase,
          size === 'small' ? 'size-6' : 'size-8',
          'text-text-2 data-hovered:bg-hover data-hovered:text-text data-pressed:bg-hover aria-expanded:bg-hover aria-expanded:text-text',
          isIdle && 'opacity-50',
          className,
        )}
      >
        {children}
      </AriaButton>
    </Tip>
  )
}
