import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, Monitor, Moon, Sun, Trash2, UserRound, UsersRound } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { meQuery } from '../session/session.ts'
import { chooseTheme, type Theme, theme } from '../theme/theme.ts'
import { useStore } from '../ui/create-store.ts'
import { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from '../ui/menu.tsx'
import { useSignOut } from './use-sign-out.ts'

export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { data: person } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const signOut = useSignOut()
  const chosen = useStore(theme)

  return (
    <MenuTrigger>
      <Button
        aria-label={`Account of ${person.username}`}
        className="group flex flex-col items-center gap-0.5 rounded text-12 text-text-2 wide:rounded-full"
      >
        <span
          data-initial={[...(person.full_name ?? person.username)][0]}
          className="grid size-7 place-items-center rounded-full bg-selected text-12 font-semibold text-accent uppercase before:content-[attr(data-initial)] group-data-hovered:shadow-[0_0_0_2px_var(--color-hairline)] wide:size-8"
        />
        <span className="wide:hidden">Account</span>
      </Button>
      <Menu label="Account" placement="right bottom">
        <MenuSection aria-label="You">
          <MenuItem
            icon={<UserRound aria-hidden size={14} />}
            textValue="Account"
            keys="g a"
            onAction={() => void navigate({ to: '/account' })}
          >
            {person.full_name ?? person.username}
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden size={14} />} keys="g t" onAction={() => void navigate({ to: '/trash' })}>
            Trash
          </MenuItem>
          {person.is_superuser && (
            <MenuItem
              icon={<UsersRound aria-hidden size={14} />}
              keys="g p"
              onAction={() => void navigate({ to: '/administration/people' })}
            >
              Administration
            </MenuItem>
          )}
          <MenuItem icon={<Keyboard aria-hidden size={14} />} keys="?" onAction={onShortcuts}>
            Shortcuts
          </MenuItem>
        </MenuSection>
        <MenuSeparator />
        <MenuSection
          title="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onSelectionChange={(keys) => {
            const [key] = keys
            if (key !== undefined) chooseTheme(key as Theme)
          }}
        >
          <MenuItem id="system" icon={<Monitor aria-hidden size={14} />}>
            As the system
          </MenuItem>
          <MenuItem id="light" icon={<Sun aria-hidden size={14} />}>
            Light
          </MenuItem>
          <MenuItem id="dark" icon={<Moon aria-hidden size={14} />}>
            Dark
          </MenuItem>
        </MenuSection>
        <MenuSeparator />
        <MenuSection aria-label="Session">
          <MenuItem icon={<LogOut aria-hidden size={14} />} onAction={() => void signOut()}>
            Sign out
          </MenuItem>
        </MenuSection>
      </Menu>
    </MenuTrigger>
  )
}
