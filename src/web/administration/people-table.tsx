import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Cell, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table'
import type { User } from '../../shared/account.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { meQuery } from '../session/session.ts'
import { classNames } from '../ui/class-names.ts'
import { HeaderCell } from '../ui/header-cell.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { descriptorOf, sortOf } from '../ui/sort-descriptor.ts'
import { EditPersonDialog } from './edit-person-dialog.tsx'
import { nameOf } from './people-queries.ts'
import type { PeopleSort } from './people-search.ts'
import { PersonMenu } from './person-menu.tsx'

/** The list of people: sortable by its headers, one row each; a row opens what can be changed. */
export function PeopleTable({
  items,
  sort,
  onSort,
}: {
  items: readonly User[]
  sort: PeopleSort
  onSort: (sort: PeopleSort) => void
}) {
  const { data: me } = useSuspenseQuery(meQuery)
  const [edited, setEdited] = useState<User>()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
      <Table
        aria-label="People"
        sortDescriptor={descriptorOf(sort)}
        onSortChange={(descriptor) => onSort(sortOf(descriptor))}
        onRowAction={(id) => setEdited(items.find((person) => person.id === id))}
        className="block w-full text-13"
      >
        <TableHeader className="sticky top-0 z-10 block border-b border-hairline bg-ground *:people-columns max-wide:sr-only">
          <HeaderCell id="full_name" isRowHeader>
            Name
          </HeaderCell>
          <HeaderCell id="email">E-mail</HeaderCell>
          <HeaderCell id="state" sortable={false}>
            State
          </HeaderCell>
          <HeaderCell id="storage_used_bytes" numeric>
            Storage
          </HeaderCell>
          <HeaderCell id="last_login_at" numeric>
            Signed in
          </HeaderCell>
          <HeaderCell id="created_at" numeric>
            Here since
          </HeaderCell>
          <HeaderCell id="menu" sortable={false}>
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </TableHeader>
        <TableBody items={items} className="block" dependencies={[items, me.id]}>
          {(person) => <PersonRow person={person} isMe={person.id === me.id} onEdit={() => setEdited(person)} />}
        </TableBody>
      </Table>
      {edited && <EditPersonDialog person={edited} onClose={() => setEdited(undefined)} />}
    </div>
  )
}

function PersonRow({ person, isMe, onEdit }: { person: User; isMe: boolean; onEdit: () => void }) {
  return (
    <Row
      id={person.id}
      textValue={nameOf(person)}
      className="people-columns group min-h-12 border-b border-hairline py-1.5 -outline-offset-2 data-hovered:bg-hover wide:min-h-11 wide:py-1"
    >
      <Cell className="min-w-0 -outline-offset-2">
        <span className={classNames('block truncate text-14 font-medium', !person.is_active && 'text-text-2')}>
          {nameOf(person)}
          {isMe && <span className="ml-2 text-12 font-normal text-text-2">you</span>}
        </span>
        <span className="block truncate text-12 text-text-2">
          {person.full_name ? person.username : ''}
          <span className="wide:hidden">
            {person.full_name && ', '}
            {person.email}
          </span>
        </span>
        <span className="mt-0.5 flex flex-wrap gap-x-2 text-12 wide:hidden">
          <State person={person} />
          <Storage person={person} />
        </span>
      </Cell>
      <Cell className="truncate text-text-2 max-wide:hidden">{person.email}</Cell>
      <Cell className="min-w-0 text-12 max-wide:hidden">
        <State person={person} />
      </Cell>
      <Cell className="truncate text-right max-wide:hidden">
        <Storage person={person} />
      </Cell>
      <Cell className="text-right text-text-2 max-wide:hidden">
        {person.last_login_at ? <RelativeTime iso={person.last_login_at} /> : 'never'}
      </Cell>
      <Cell className="text-right text-text-2 max-wide:hidden">
        <RelativeTime iso={person.created_at} />
      </Cell>
      <Cell>
        <PersonMenu person={person} isMe={isMe} onEdit={onEdit} />
      </Cell>
    </Row>
  )
}

/** Facts about an account that are not as with everybody; amber is for what somebody may want to look at. */
function State({ person }: { person: User }) {
  const facts = [
    ...(person.is_active ? [] : [{ text: 'Deactivated', look: true }]),
    ...(person.is_superuser ? [{ text: 'Administrator', look: false }] : []),
    ...(person.second_factor ? [{ text: 'Second factor', look: false }] : []),
  ]
  if (facts.length === 0) return null
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2">
      {facts.map(({ text, look }) => (
        <span key={text} className={look ? 'font-medium text-amber' : 'text-text-2'}>
          {text}
        </span>
      ))}
    </span>
  )
}

const isFull = ({ storage_used_bytes, quota_bytes }: User) => quota_bytes !== null && storage_used_bytes >= quota_bytes

function Storage({ person }: { person: User }) {
  return (
    <span className={classNames('tabular', isFull(person) ? 'font-medium text-amber' : 'text-text-2')}>
      {storageText(person)}
    </span>
  )
}

function storageText({ storage_used_bytes, quota_bytes }: User): string {
  const used = formatBytes(storage_used_bytes)
  return quota_bytes === null ? used : `${used} of ${formatBytes(quota_bytes)}`
}
