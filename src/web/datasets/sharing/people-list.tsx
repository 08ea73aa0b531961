import { Ellipsis, UserRoundCheck, UserRoundMinus } from 'lucide-react'
import type { DatasetAccess, ShareRole } from '../../../shared/sharing.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import { nameOf } from './who-can-see.ts'

type Listed = DatasetAccess['people'][number]

const roleOptions = [
  { value: 'viewer', label: 'Can view' },
  { value: 'editor', label: 'Can edit' },
] as const satisfies { value: ShareRole; label: string }[]

/** Everybody who may see the dataset by name, its owner first. Without `onRole` the list is only to read. */
export function PeopleList({
  access,
  myId,
  actions,
}: {
  access: DatasetAccess
  myId: string
  actions?: {
    onRole: (person: Listed, role: ShareRole) => void
    onRemove: (person: Listed) => void
    onHandOver: (person: Listed) => void
  }
}) {
  const me = (id: string) => (id === myId ? ' (you)' : '')
  return (
    <ul aria-label="People with access" className="-mx-1 flex flex-col">
      <li className="flex min-h-10 items-center gap-2 px-1">
        <Name title={`${nameOf(access.owner)}${me(access.owner.id)}`} username={access.owner.username} />
        <span className="px-2.5 text-13 text-text-2">Owner</span>
      </li>
      {access.people.map((person) => (
        <li key={person.user_id} className="flex min-h-10 items-center gap-2 px-1">
          <Name title={`${nameOf(person)}${me(person.user_id)}`} username={person.username}>
            {!person.is_active && 'deactivated'}
          </Name>
          {actions ? (
            <>
              <Select
                label={`Role of ${nameOf(person)}`}
                hideLabel
                size="small"
                value={person.role}
                options={roleOptions}
                onChange={(role) => role !== person.role && actions.onRole(person, role)}
              />
              <MenuTrigger>
                <IconButton label={`More for ${nameOf(person)}`}>
                  <Ellipsis aria-hidden size={16} />
                </IconButton>
                <Menu label={`More for ${nameOf(person)}`} placement="bottom end">
                  {person.is_active && (
                    <MenuItem
                      icon={<UserRoundCheck aria-hidden size={14} />}
                      onAction={() => actions.onHandOver(person)}
                    >
                      Make the owner
                    </MenuItem>
                  )}
                  <MenuItem
                    danger
                    icon={<UserRoundMinus aria-hidden size={14} />}
                    onAction={() => actions.onRemove(person)}
                  >
                    Remove
                  </MenuItem>
                </Menu>
              </MenuTrigger>
            </>
          ) : (
            <span className="px-2.5 text-13 text-text-2">
              {roleOptions.find(({ value }) => value === person.role)?.label}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function Name({ title, username, children }: { title: string; username: string; children?: React.ReactNode }) {
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
      <span className="max-w-full truncate text-text">{title}</span>
      {!title.startsWith(username) && <span className="max-w-full truncate text-12 text-text-2">{username}</span>}
      {children && <span className="text-12 text-text-2">{children}</span>}
    </span>
  )
}
