import { Form } from 'react-aria-components/Form'
import type { Filter } from '../../../shared/rows.ts'
import { Button } from '../../ui/button.tsx'
import type { FilteredVersion } from './check-filter.ts'
import { ConditionFields } from './condition-fields.tsx'
import type { Condition } from './filter-conditions.ts'
import { type ConditionDraft, draftOf, newCondition } from './filter-draft.ts'
import type { TableColumn } from './table-column.ts'
import { useFilterDraft } from './use-filter-draft.ts'

/** Makes or changes one condition. */
export default function FilterEditor({
  of,
  columns,
  condition,
  column,
  onApply,
  onRemove,
  onBuild,
}: {
  of: FilteredVersion
  columns: TableColumn[]
  condition?: Condition | undefined
  column: string
  onApply: (filter: Filter) => void
  onRemove?: (() => void) | undefined
  /** Goes on to groups of conditions. */
  onBuild?: (() => void) | undefined
}) {
  const kindOf = (name: string) => columns.find((candidate) => candidate.name === name)?.kind ?? 'text'
  const name = columns.some((candidate) => candidate.name === column) ? column : (columns[0]?.name ?? '')
  const first = () => (condition ? (draftOf(condition) as ConditionDraft) : newCondition(0, name, kindOf(name)))
  const { draft, isChecking, apply, errorOf, change } = useFilterDraft({ first, of, kindOf, onApply })
  return (
    <Form
      className="flex w-80 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        void apply()
      }}
    >
      <ConditionFields
        {...{ of, columns, draft }}
        autoFocus
        error={errorOf(draft.id)}
        onChange={(next) => change(draft.id, () => next)}
      />
      <div className="flex items-center justify-end gap-2">
        {onRemove && (
          <Button variant="quiet" className="mr-auto" onPress={onRemove}>
            Remove
          </Button>
        )}
        {onBuild && (
          <Button variant="quiet" className="mr-auto" onPress={onBuild}>
            With groups…
          </Button>
        )}
        <Button variant="primary" type="submit" isDisabled={isChecking}>
          {condition ? 'Change' : 'Add filter'}
        </Button>
      </div>
    </Form>
  )
}
