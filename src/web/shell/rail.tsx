import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Keyboard, LayoutDashboard, type LucideIcon, Rows3, Trash2, Upload, UsersRound } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { meQuery } from '../session/session.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ChooseFiles } from '../uploads/choose-files.tsx'
import { AccountMenu } from './account-menu.tsx'

/** The way between pages: at the left, or along the bottom of a narrow screen, where the account leads to the trash and to administration. */
export function Rail({ onShortcuts }: { onShortcuts: () => void }) {
  const { data: person } = useSuspenseQuery(meQuery)
  return (
    <div className="flex h-(--bottom-bar) shrink-0 border-t border-hairline bg-ground pb-[env(safe-area-inset-bottom)] wide:h-auto wide:w-(--rail) wide:flex-col wide:items-center wide:border-t-0 wide:border-r wide:py-3">
      <nav aria-label="Pages" className="flex flex-2 wide:flex-1 wide:flex-col wide:items-center wide:gap-1">
        <Link to="/" aria-label="datalens: your datasets" className="mb-4 hidden rounded-full wide:block">
          <Mark size={26} />
        </Link>
        <RailLink to="/" label="Datasets" icon={Rows3} />
        <RailLink to="/dashboards" label="Boards" icon={LayoutDashboard} />
        <RailLink to="/trash" label="Trash" icon={Trash2} className="max-wide:hidden" />
        {person.is_superuser && (
          <RailLink to="/administration" label="Admin" icon={UsersRound} className="max-wide:hidden" />
        )}
      </nav>
      <ChooseFiles>
        <Button className={classNames(cell, 'wide:hidden')}>
          <RailIcon icon={Upload} />
          Upload
        </Button>
      </ChooseFiles>
      <div className="flex flex-1 items-center justify-center wide:flex-none wide:flex-col wide:gap-2">
        <span className="hidden wide:block">
          <IconButton label="Shortcuts" keys="?" onPress={onShortcuts}>
            <Keyboard aria-hidden size={16} />
          </IconButton>
        </span>
        <AccountMenu onShortcuts={onShortcuts} />
      </div>
    </div>
  )
}

const cell =
  'group flex flex-1 flex-col items-center justify-center gap-0.5 text-12 text-text-2 -outline-offset-2 hover:text-text aria-[current=page]:text-text wide:w-14 wide:flex-none wide:outline-offset-0'

function RailLink({
  to,
  label,
  icon,
  className,
}: {
  to: '/' | '/dashboards' | '/trash' | '/administration'
  label: string
  icon: LucideIcon
  className?: string
}) {
  return (
    <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className={classNames(cell, className)}>
      <RailIcon icon={icon} />
      {label}
    </Link>
  )
}

function RailIcon({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span className="grid h-7 w-10 place-items-center rounded transition-colors group-hover:bg-hover group-aria-[current=page]:bg-selected group-aria-[current=page]:text-accent">
      <Icon aria-hidden size={17} strokeWidth={1.75} />
    </span>
  )
}
