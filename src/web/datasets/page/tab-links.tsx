import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { ShortcutScope } from '../../shell/shortcuts.ts'
import { classNames } from '../../ui/class-names.ts'

const tabClass =
  'relative flex h-9 shrink-0 items-center rounded-sm px-2 text-13 font-medium text-text-2 transition-colors select-none after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 hover:text-text aria-disabled:pointer-events-none aria-disabled:text-text-3 aria-selected:text-text aria-selected:after:bg-accent focus-visible:-outline-offset-2'

export const tabId = (tab: string) => `tab-${tab}`
export const panelId = (tab: string) => `panel-${tab}`

/**
 * The tabs of a dataset as links, so that each has its address and opens in a new window too. Not the kit's panels: those
 * watch every change below them to find what can take the focus, which a table that scrolls pays for in every frame.
 */
export function TabLinks<T extends string>({
  label,
  datasetId,
  tabs,
  selected,
  isDisabled,
  onOpen,
}: {
  label: string
  datasetId: string
  tabs: readonly { id: T; label: string }[]
  selected: T
  isDisabled: (tab: T) => boolean
  onOpen: (tab: T) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: React.KeyboardEvent) => {
    const enabled = tabs.filter(({ id }) => !isDisabled(id))
    const at = enabled.findIndex(({ id }) => id === selected)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }
    const step = steps[event.key]
    const next = step === undefined ? undefined : enabled.at(step % enabled.length)
    if (!next) return
    event.preventDefault()
    onOpen(next.id)
    list.current?.querySelector<HTMLElement>(`#${tabId(next.id)}`)?.focus()
  }
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-hairline px-3 [scrollbar-width:none]"
    >
      {tabs.map((tab) =>
        isDisabled(tab.id) ? (
          <span key={tab.id} id={tabId(tab.id)} role="tab" aria-selected={false} aria-disabled className={tabClass}>
            {tab.label}
          </span>
        ) : (
          <Link
            key={tab.id}
            id={tabId(tab.id)}
            role="tab"
            to="/datasets/$id/$tab"
            params={{ id: datasetId, tab: tab.id as never }}
            search={(search) => search}
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? panelId(tab.id) : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            className={tabClass}
          >
            {tab.label}
          </Link>
        ),
      )}
    </div>
  )
}

/** What a tab shows. With `keeps`, it stays as it was while another tab is shown. */
export function TabPanel({
  tab,
  selected,
  keeps = false,
  className,
  children,
}: {
  tab: string
  selected: string
  keeps?: boolean
  className?: string
  children: React.ReactNode
}) {
  const isShown = tab === selected
  if (!isShown && !keeps) return null
  return (
    <div
      id={panelId(tab)}
      role="tabpanel"
      aria-labelledby={tabId(tab)}
      className={classNames('min-h-0 flex-1', isShown ? className : 'hidden')}
    >
      <ShortcutScope value={isShown}>{children}</ShortcutScope>
    </div>
  )
}
