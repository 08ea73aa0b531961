import { useContext, useId } from 'react'
import { DialogTrigger, OverlayTriggerStateContext } from 'react-aria-components/Dialog'
import { Popover as AriaPopover, type PopoverProps as AriaProps } from 'react-aria-components/Popover'
import { classNames } from './class-names.ts'

export const popoverClass =
  'rounded-lg bg-surface text-text shadow-float outline-none data-entering:animate-[float-in_120ms_ease-out] data-exiting:opacity-0 overflow-hidden'

export const menuItemClass =
  'flex min-h-7 items-center gap-2 rounded px-2 py-1 text-13 text-text outline-none select-none data-focused:bg-hover data-hovered:bg-hover data-disabled:text-text-3 data-focus-visible:outline-2 data-focus-visible:outline-accent data-focus-visible:-outline-offset-2'

/** The floating panel of `PopoverTrigger`; `label` names it for screen readers. */
export function Popover({
  label,
  className,
  children,
  ...props
}: Omit<AriaProps, 'className' | 'children'> & {
  label: string
  className?: string
  children: React.ReactNode | ((options: { close: () => void }) => React.ReactNode)
}) {
  const id = useId()
  return (
    <AriaPopover offset={6} {...props} aria-labelledby={id} className={classNames(popoverClass, className)}>
      <span id={id} hidden>
        {label}
      </span>
      <div className="max-h-[inherit] overflow-auto">
        {typeof children === 'function' ? <Closable>{children}</Closable> : children}
      </div>
    </AriaPopover>
  )
}

function Closable({ children }: { children: (options: { close: () => void }) => React.ReactNode }) {
  const state = useContext(OverlayTriggerStateContext)
  return children({ close: () => state?.close() })
}

/** Takes a button and a `Popover`. */
export const PopoverTrigger = DialogTrigger
