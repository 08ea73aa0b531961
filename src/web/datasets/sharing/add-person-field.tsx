import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import type { Person } from '../../../shared/sharing.ts'
import { menuItemClass, popoverClass } from '../../ui/popover.tsx'
import { inputClass } from '../../ui/text-field.tsx'
import { peopleSearchQuery, shortestSearch } from './sharing-queries.ts'
import { nameOf } from './who-can-see.ts'

const typingMs = 150

/** Finds somebody by how their name begins; choosing them is adding them. */
export function AddPersonField({
  knownIds,
  onAdd,
}: {
  knownIds: ReadonlySet<string>
  onAdd: (person: Person) => void
}) {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), typingMs)
    return () => clearTimeout(timer)
  }, [typed])
  const isLong = q.length >= shortestSearch
  const found = useQuery({ ...peopleSearchQuery(q), placeholderData: keepPreviousData })
  const people = isLong ? (found.data?.items ?? []).filter(({ id }) => !knownIds.has(id)) : []
  const nobody = !isLong
    ? 'Write at least two letters of a name.'
    : found.isPending
      ? 'Looking'
      : found.data?.items.length
        ? 'They have access already.'
        : 'Nobody here has a name that begins like this.'
  return (
    <ComboBox
      selectedKey={null}
      inputValue={typed}
      onInputChange={setTyped}
      onSelectionChange={(key) => {
        setTyped('')
        const person = people.find(({ id }) => id === key)
        if (person) onAdd(person)
      }}
      items={people}
      allowsEmptyCollection={typed.trim() !== ''}
      autoFocus
      className="flex flex-col gap-1"
    >
      <Label className="text-13 font-medium text-text">Add people</Label>
      <Input placeholder="Name or username" className={`${inputClass} h-9 px-2.5`} />
      <Popover offset={4} className={`${popoverClass} w-(--trigger-width)`}>
        <ListBox
          className="max-h-72 overflow-auto p-1"
          renderEmptyState={() => <p className="px-2 py-1.5 text-13 text-text-2">{nobody}</p>}
        >
          {(person: Person) => (
            <ListBoxItem id={person.id} textValue={nameOf(person)} className={menuItemClass}>
              <span className="min-w-0 flex-1 truncate">{nameOf(person)}</span>
              {person.full_name && <span className="min-w-0 truncate text-12 text-text-2">{person.username}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
