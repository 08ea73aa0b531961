import { ChevronsUpDown } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { findColumns } from '../../profiles/find-columns.ts'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { menuItemClass, popoverClass } from '../../ui/popover.tsx'
import { inputClass } from '../../ui/text-field.tsx'
import type { TableColumn } from './table-column.ts'

const mostShown = 50

/** Chooses one column of any number by typing a part of its name. */
export function ColumnCombo({
  label,
  columns,
  value,
  onChange,
}: {
  label: string
  columns: TableColumn[]
  value: string
  onChange: (name: string) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const found = useMemo(
    () => findColumns(columns, typed === value ? '' : typed).slice(0, mostShown),
    [columns, typed, value],
  )
  return (
    <ComboBox
      selectedKey={value}
      inputValue={typed}
      onInputChange={setTyped}
      onSelectionChange={(key) => {
        if (key === null) return setTyped(value)
        setTyped(String(key))
        onChange(String(key))
      }}
      onBlur={() => setTyped(value)}
      items={found.map((column) => ({ id: column.name, column }))}
      allowsEmptyCollection={false}
      menuTrigger="focus"
      className="flex flex-col gap-1"
    >
      <Label className="text-13 font-medium">{label}</Label>
      <span className="relative">
        <Input
          className={`${inputClass} h-9 truncate pr-9 pl-2.5`}
          placeholder="Choose a column"
          onFocus={(event) => event.target.select()}
        />
        <Button className="absolute top-1.5 right-1.5 grid size-6 place-items-center rounded-sm text-text-3">
          <ChevronsUpDown aria-hidden size={12} />
        </Button>
      </span>
      <Popover offset={4} className={`${popoverClass} w-(--trigger-width)`}>
        <ListBox className="max-h-72 overflow-auto p-1">
          {({ column }: { column: TableColumn }) => (
            <ListBoxItem id={column.name} textValue={column.name} className={menuItemClass}>
              <KindIcon kind={column.kind} size={13} />
              <span className="min-w-0 flex-1 truncate">{column.name}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
