import type { Filter } from '../../shared/rows.ts'
import type { FilteredVersion } from '../datasets/table/check-filter.ts'
import { FilterChip } from '../datasets/table/filter-chip.tsx'
import { filterOf, partsOf, replacePart } from '../datasets/table/filter-parts.ts'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { Button } from '../ui/button.tsx'

/** Says that the filter of the Data tab holds here too, part by part, each of which can be changed and taken off. */
export function FilterInForce({
  of,
  filter,
  q,
  columns,
  onFilter,
}: {
  of: FilteredVersion
  filter: Filter | undefined
  q: string
  columns: TableColumn[]
  onFilter: (filter: Filter | undefined) => void
}) {
  if (!filter && !q) return null
  const parts = partsOf(filter)
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-1.5 border-b border-hairline px-4 py-1.5 text-13 text-text-2">
      {parts.length > 0 && <span>Only rows where</span>}
      {parts.map((part, index) => (
        <FilterChip
          key={JSON.stringify(part)}
          of={of}
          part={part}
          columns={columns}
          onChange={(next) => onFilter(filterOf(replacePart(parts, index, next)))}
        />
      ))}
      {parts.length > 1 && (
        <Button variant="quiet" size="small" onPress={() => onFilter(undefined)}>
          Use all rows
        </Button>
      )}
      {q && <span>The search for “{q}” holds in the table alone.</span>}
    </div>
  )
}
