import { Check } from 'lucide-react'
import { Header } from 'react-aria-components/Header'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  type MenuSectionProps,
  MenuTrigger,
} from 'react-aria-components/Menu'
import { type Placement, Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import { menuItemClass, popoverClass } from './popover.tsx'

/** Takes a button and a `Menu`. */
export { MenuTrigger }

export function Menu<T extends object>({
  label,
  placement = 'bottom start',
  ...props
}: Omit<AriaMenuProps<T>, 'className' | 'aria-label'> & { label: string; placement?: Placement }) {
  return (
    <Popover offset={4} placement={placement} className={classNames(popoverClass, 'min-w-44')}>
      <AriaMenu {...props} aria-label={label} className="max-h-[inherit] overflow-auto p-1 outline-none" />
    </Popover>
  )
}

export function MenuItem({
  icon,
  keys,
  danger = false,
  children,
  ...props
}: Omit<AriaMenuItemProps, 'className' | 'children'> & {
  icon?: React.ReactNode
  keys?: string
  danger?: boolean
  children: React.ReactNode
}) {
  return (
    <AriaMenuItem
      {...(typeof children === 'string' ? { textValue: children } : {})}
      {...props}
      className={classNames(menuItemClass, danger && 'text-red')}
    >
      {({ isSelected, selectionMode }) => (
        <>
          {(icon || selectionMode !== 'none') && (
            <span className={classNames('grid w-4 shrink-0 place-items-center', !danger && 'text-text-2')}>
              {selectionMode !== 'none' && isSelected ? <Check aria-hidden size={14} /> : icon}
            </span>
          )}
          <span className="min-w-0 flex-1 truncate">{children}</span>
          {keys && <Kbd keys={keys} />}
        </>
      )}
    </AriaMenuItem>
  )
}

export function MenuSection<T extends object>({
  title,
  children,
  ...props
}: Omit<MenuSectionProps<T>, 'className' | 'children'> & { title?: string; children: React.ReactNode }) {
  return (
    <AriaMenuSection {...props} {...(title ? {} : { 'aria-label': props['aria-label'] ?? 'Group' })}>
      {title && <Header className="px-2 pt-1.5 pb-0.5 text-12 font-medium text-text-2">{title}</Header>}
      {children}
    </AriaMenuSection>
  )
}

export function MenuSeparator() {
  return <Separator className="-mx-1 my-1 h-px bg-hairline" />
}
