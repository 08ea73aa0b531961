import { Plus, X } from 'lucide-react'
import { filterWords } from '../../../shared/filter-words.ts'
import type { Filter } from '../../../shared/rows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import type { FilteredVersion } from './check-filter.ts'
import { ConditionFields } from './condition-fields.tsx'
import {
  type Draft,
  draftOf,
  filterOfDraft,
  type GroupDraft,
  type Match,
  newCondition,
  nextId,
} from './filter-draft.ts'
import type { TableColumn } from './table-column.ts'
import { useFilterDraft } from './use-filter-draft.ts'

const deepest = 5

const matches: { value: Match; label: string }[] = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
  { value: 'none', label: 'None of these holds' },
  { value: 'not_all', label: 'Not all of these hold' },
]

/** Builds a filter of any shape: groups of conditions and groups, each of which holds by all, any or none of its parts. */
export default function FilterBuilder({
  of,
  columns,
  column,
  filter,
  onApply,
  onClose,
}: {
  of: FilteredVersion
  columns: TableColumn[]
  column: string
  filter: Filter | undefined
  onApply: (filter: Filter | undefined) => void
  onClose: () => void
}) {
  const kindOf = (name: string) => columns.find((candidate) => candidate.name === name)?.kind ?? 'text'
  const first = (): GroupDraft => {
    const draft = filter ? draftOf(filter, 1) : newCondition(1, column, kindOf(column))
    return 'items' in draft ? draft : { id: 0, match: 'all', items: [draft] }
  }
  const building = useFilterDraft<GroupDraft>({ first, of, kindOf, onApply })
  const { draft, isChecking, apply } = building
  return (
    <Dialog
      title="Filter"
      width="wide"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button className="mr-auto" variant="quiet" onPress={() => onApply(undefined)}>
            Clear
          </Button>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={isChecking}
            onPress={() => (draft.items.length === 0 ? onApply(undefined) : void apply())}
          >
            Apply
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4 text-text"
        onSubmit={(event) => {
          event.preventDefault()
          void apply()
        }}
      >
        <Group {...{ of, columns, column, kindOf, building }} group={draft} depth={0} />
        <p className="text-13 text-text-2 wrap-anywhere">{filterWords(filterOfDraft(draft, kindOf).filter, kindOf)}</p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}

type GroupProps = {
  of: FilteredVersion
  columns: TableColumn[]
  column: string
  kindOf: (name: string) => TableColumn['kind']
  building: ReturnType<typeof useFilterDraft<GroupDraft>>
  group: GroupDraft
  depth: number
}

function Group(props: GroupProps) {
  const { of, columns, column, kindOf, building, group, depth } = props
  const { draft: root, change, errorOf } = building
  const add = (item: Draft) => change(group.id, () => ({ ...group, items: [...group.items, item] }))
  const condition = (id: number) => newCondition(id, column, kindOf(column))
  const remove = (id: number) => change(id, () => undefined)
  const error = errorOf(group.id)
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded border border-hairline p-3">
      <legend className="sr-only">{depth === 0 ? 'Filter' : 'Group'}</legend>
      <div className="flex items-center gap-2">
        <Select
          label="How the conditions go together"
          hideLabel
          value={group.match}
          options={matches}
          onChange={(match) => change(group.id, () => ({ ...group, match }))}
        />
        {depth > 0 && (
          <span className="ml-auto">
            <IconButton size="small" label="Remove this group" onPress={() => remove(group.id)}>
              <X aria-hidden size={14} />
            </IconButton>
          </span>
        )}
      </div>
      {group.items.map((item) =>
        'items' in item ? (
          <Group key={item.id} {...props} group={item} depth={depth + 1} />
        ) : (
          <div
            key={item.id}
            className="relative grid gap-2 rounded bg-ground p-3 pr-10 wide:grid-cols-[11rem_10rem_minmax(0,1fr)] wide:items-start"
          >
            <ConditionFields
              {...{ of, columns }}
              draft={item}
              error={errorOf(item.id)}
              onChange={(next) => change(item.id, () => next)}
            />
            <span className="absolute top-2 right-2">
              <IconButton size="small" label={`Remove the condition on ${item.column}`} onPress={() => remove(item.id)}>
                <X aria-hidden size={14} />
              </IconButton>
            </span>
          </div>
        ),
      )}
      {error && (
        <p role="alert" className="text-13 text-red">
          {error}
        </p>
      )}
      <div className="flex gap-1">
        <Button size="small" variant="quiet" onPress={() => add(condition(nextId(root)))}>
          <Plus aria-hidden size={13} />
          Condition
        </Button>
        {depth < deepest && (
          <Button
            size="small"
            variant="quiet"
            onPress={() => {
              const id = nextId(root)
              add({ id, match: 'any', items: [condition(id + 1)] })
            }}
          >
            <Plus aria-hidden size={13} />
            Group
          </Button>
        )}
      </div>
    </fieldset>
  )
}
