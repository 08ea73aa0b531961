import { ArrowDown, ArrowUp, ChevronDown, ChevronUp, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ColumnCombo } from './column-combo.tsx'
import type { SortKey } from './sort-order.ts'
import type { TableColumn } from './table-column.ts'

/** The keys of a sort in their order: each can be turned round, moved and removed, and a further one added. */
export default function SortEditor({
  sort,
  columns,
  onSort,
}: {
  sort: SortKey[]
  columns: TableColumn[]
  onSort: (sort: SortKey[]) => void
}) {
  const swap = (at: number, other: number) => {
    const [one, two] = [sort[at], sort[other]]
    if (one && two) onSort(sort.with(at, two).with(other, one))
  }
  const free = columns.filter(({ name }) => !sort.some(({ column }) => column === name))
  return (
    <div className="flex w-84 max-w-full flex-col gap-3 p-3">
      {sort.length === 0 ? (
        <p className="text-13 text-text-2">The rows stand in the order of the file.</p>
      ) : (
        <ol className="flex flex-col" aria-label="The rows are sorted by">
          {sort.map(({ column, descending }, at) => (
            <li key={column} className="flex h-8 items-center gap-1 text-13">
              <span className="w-5 shrink-0 text-12 text-text-2 tabular">{at + 1}</span>
              <span className="min-w-0 flex-1 truncate" title={column}>
                {column}
              </span>
              <Button
                variant="quiet"
                size="small"
                aria-label={`${column}: ${descending ? 'descending' : 'ascending'}, turn round`}
                onPress={() => onSort(sort.with(at, { column, descending: !descending }))}
              >
                {descending ? <ArrowDown aria-hidden size={13} /> : <ArrowUp aria-hidden size={13} />}
                {descending ? 'descending' : 'ascending'}
              </Button>
              <IconButton
                size="small"
                label={`Sort by ${column} earlier`}
                isIdle={at === 0}
                onPress={() => swap(at, at - 1)}
              >
                <ChevronUp aria-hidden size={14} />
              </IconButton>
              <IconButton
                size="small"
                label={`Sort by ${column} later`}
                isIdle={at === sort.length - 1}
                onPress={() => swap(at, at + 1)}
              >
                <ChevronDown aria-hidden size={14} />
              </IconButton>
              <IconButton
                size="small"
                label={`Sort no longer by ${column}`}
                onPress={() => onSort(sort.filter((key) => key.column !== column))}
              >
                <X aria-hidden size={14} />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      {free.length > 0 && (
        <ColumnCombo
          key={sort.length}
          label={sort.length === 0 ? 'Sort by' : 'Then by'}
          columns={free}
          value=""
          onChange={(column) => onSort([...sort, { column, descending: false }])}
        />
      )}
      {sort.length > 0 && (
        <Button variant="quiet" size="small" className="self-start" onPress={() => onSort([])}>
          Order of the file
        </Button>
      )}
    </div>
  )
}
