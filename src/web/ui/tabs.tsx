import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
  type TabListProps,
  type TabPanelProps,
  type TabProps,
  type TabsProps,
} from 'react-aria-components/Tabs'
import { classNames } from './class-names.ts'

export function Tabs({ className, ...props }: Omit<TabsProps, 'className'> & { className?: string }) {
  return <AriaTabs {...props} className={classNames('flex min-h-0 flex-col', className)} />
}

export function TabList<T extends object>({
  className,
  ...props
}: Omit<TabListProps<T>, 'className'> & { className?: string; 'aria-label': string }) {
  return (
    <AriaTabList
      {...props}
      className={classNames(
        'flex gap-1 overflow-x-auto border-b border-hairline px-3 [scrollbar-width:none]',
        className,
      )}
    />
  )
}

export function Tab({ children, ...props }: Omit<TabProps, 'className' | 'children'> & { children: React.ReactNode }) {
  return (
    <AriaTab
      {...props}
      className="relative flex h-9 shrink-0 items-center gap-1.5 rounded-sm px-2 text-13 font-medium text-text-2 transition-colors select-none after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 data-disabled:text-text-3 data-hovered:text-text data-selected:text-text data-selected:after:bg-accent data-focus-visible:-outline-offset-2"
    >
      {children}
    </AriaTab>
  )
}

export function TabPanel({ className, ...props }: Omit<TabPanelProps, 'className'> & { className?: string }) {
  return <AriaTabPanel {...props} className={classNames('min-h-0 flex-1', className)} />
}
