import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import type { User } from '../../shared/account.ts'
import { menuItemClass, popoverClass } from '../ui/popover.tsx'
import { inputClass } from '../ui/text-field.tsx'
import { getPeople, nameOf, peopleKey } from './people-queries.ts'

const mostShown = 8

/** Chooses one active person of any number by typing a part of a name or address. */
export function PersonCombo({
  label,
  exceptId,
  value,
  onChange,
}: {
  label: string
  exceptId: string
  value: User | undefined
  onChange: (person: User | undefined) => void
}) {
  const [typed, setTyped] = useState(value ? nameOf(value) : '')
  const q = useDeferredValue(value && typed === nameOf(value) ? '' : typed.trim())
  const found = useQuery({
    queryKey: [...peopleKey, 'combo', q],
    queryFn: ({ signal }) => getPeople({ q, state: 'active', sort: 'username' }, signal, mostShown + 1),
    placeholderData: keepPreviousData,
  })
  const people = (found.data?.items ?? []).filter(({ id }) => id !== exceptId).slice(0, mostShown)
  return (
    <ComboBox
      selectedKey={value?.id ?? null}
      inputValue={typed}
      onInputChange={(text) => {
        setTyped(text)
        if (value && text !== nameOf(value)) onChange(undefined)
      }}
      onSelectionChange={(key) => {
        if (key === null) return setTyped('')
        const person = people.find(({ id }) => id === key)
        if (!person) return
        setTyped(nameOf(person))
        onChange(person)
      }}
      items={people}
      allowsEmptyCollection
      menuTrigger="focus"
      className="flex flex-col gap-1"
    >
      <Label className="text-13 font-medium text-text">{label}</Label>
      <Input placeholder="Name, username or e-mail" className={`${inputClass} h-9 px-2.5`} />
      <Popover offset={4} className={`${popoverClass} w-(--trigger-width)`}>
        <ListBox
          className="max-h-72 overflow-auto p-1"
          renderEmptyState={() => (
            <p className="px-2 py-1.5 text-13 text-text-2">{found.isPending ? 'Looking' : 'Nobody active fits.'}</p>
          )}
        >
          {(person: User) => (
            <ListBoxItem id={person.id} textValue={nameOf(person)} className={menuItemClass}>
              <span className="min-w-0 flex-1 truncate">{nameOf(person)}</span>
              <span className="min-w-0 truncate text-12 text-text-2">{person.email}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
