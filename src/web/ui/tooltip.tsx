import type { Placement } from 'react-aria-components/Popover'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { Kbd } from './kbd.tsx'

/** Shows `text` beside its one child (something focusable) on hover and focus. */
export function Tip({
  text,
  keys,
  placement = 'top',
  children,
}: {
  text: React.ReactNode
  keys?: string
  placement?: Placement
  children: React.ReactNode
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className="flex max-w-80 items-center gap-2 rounded bg-inverse px-2 py-1 text-12 text-on-inverse data-entering:animate-[fade-in_100ms]"
      >
        <span className="min-w-0 wrap-anywhere">{text}</span>
        {keys && <Kbd keys={keys} onInverse />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
