import { useQueryClient } from '@tanstack/react-query'
import {
  Ellipsis,
  KeyRound,
  LogOut,
  Pencil,
  ShieldMinus,
  ShieldPlus,
  Smartphone,
  Trash2,
  UserCheck,
  UserX,
} from 'lucide-react'
import { useState } from 'react'
import type { User } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'
import { DeletePersonDialog } from './delete-person-dialog.tsx'
import { nameOf, peopleKey, switchPerson } from './people-queries.ts'
import { ResetLinkDialog } from './reset-link-dialog.tsx'

const size = 14

export function PersonMenu({ person, isMe, onEdit }: { person: User; isMe: boolean; onEdit: () => void }) {
  const client = useQueryClient()
  const [open, setOpen] = useState<'link' | 'delete'>()
  const close = () => setOpen(undefined)
  const name = nameOf(person)
  const tellAndNotify = async (method: 'POST' | 'DELETE', what: string, done: string) => {
    try {
      await tell(method, `/users/${person.id}/${what}`)
      await client.invalidateQueries({ queryKey: peopleKey })
      notify({ text: done })
    } catch (error) {
      notify({ text: `Nothing was changed for ${name}. ${sentenceOf(error)}` })
    }
  }
  return (
    <>
      <MenuTrigger>
        <IconButton label={`Actions for ${name}`}>
          <Ellipsis aria-hidden size={16} />
        </IconButton>
        <Menu label={`Actions for ${name}`} placement="bottom end">
          <MenuItem icon={<Pencil aria-hidden size={size} />} onAction={onEdit}>
            Edit
          </MenuItem>
          <MenuItem icon={<KeyRound aria-hidden size={size} />} onAction={() => setOpen('link')}>
            Link to a new password
          </MenuItem>
          {!isMe && (
            <MenuItem
              icon={<LogOut aria-hidden size={size} />}
              onAction={() =>
                void tellAndNotify(
                  'POST',
                  'sign-out',
                  `${name} is signed out everywhere. Access tokens of theirs stay good; deactivating stops those too.`,
                )
              }
            >
              Sign out everywhere
            </MenuItem>
          )}
          {person.second_factor && !isMe && (
            <MenuItem
              icon={<Smartphone aria-hidden size={size} />}
              onAction={() => void tellAndNotify('DELETE', 'totp', `${name} signs in without a second factor now.`)}
            >
              Turn the second factor off
            </MenuItem>
          )}
          <MenuSeparator />
          {person.is_superuser ? (
            <MenuItem
              icon={<ShieldMinus aria-hidden size={size} />}
              onAction={() => void switchPerson(client, person, { is_superuser: false })}
            >
              Make an ordinary user
            </MenuItem>
          ) : (
            <MenuItem
              icon={<ShieldPlus aria-hidden size={size} />}
              onAction={() => void switchPerson(client, person, { is_superuser: true })}
            >
              Make an administrator
            </MenuItem>
          )}
          {person.is_active ? (
            <MenuItem
              icon={<UserX aria-hidden size={size} />}
              isDisabled={isMe}
              onAction={() => void switchPerson(client, person, { is_active: false })}
            >
              Deactivate
            </MenuItem>
          ) : (
            <MenuItem
              icon={<UserCheck aria-hidden size={size} />}
              onAction={() => void switchPerson(client, person, { is_active: true })}
            >
              Activate
            </MenuItem>
          )}
          {!isMe && (
            <MenuItem danger icon={<Trash2 aria-hidden size={size} />} onAction={() => setOpen('delete')}>
              Delete
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      {open === 'link' && <ResetLinkDialog person={person} onClose={close} />}
      {open === 'delete' && <DeletePersonDialog person={person} onClose={close} />}
    </>
  )
}
