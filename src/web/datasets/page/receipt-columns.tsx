import { formatCount } from '../../../shared/format-numbers.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { VirtualRows } from '../../profiles/virtual-rows.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { CodeInText } from './code-in-text.tsx'

const rowHeight = 36
const grid =
  'grid grid-cols-[minmax(0,1fr)_8rem] gap-x-4 wide:grid-cols-[minmax(8rem,1fr)_minmax(6rem,1fr)_9rem_minmax(0,2.4fr)]'

const deciders = { values: 'from the values', file: 'from the file', person: 'chosen by a person' }

const remarks = ({ unit, null_values }: Receipt['columns'][number]): string[] => [
  ...(unit === null ? [] : [unit === 'percent' ? 'Written with a percent sign.' : `Written with a unit: ${unit}.`]),
  ...(null_values.length === 0
    ? []
    : [
        `Read as null: ${null_values.map(({ text, count }) => `${text === '' ? 'nothing' : `“${text}”`} (${formatCount(count)})`).join(', ')}.`,
      ]),
]

/** Every column with its name in the file, its type, and why it has that type. */
export function ReceiptColumns({ columns, scroller }: { columns: Receipt['columns']; scroller: HTMLElement | null }) {
  return (
    <div
      role="table"
      aria-label="Columns and why they have their types"
      aria-rowcount={columns.length + 1}
      className="text-13"
    >
      <div role="rowgroup">
        <div
          role="row"
          aria-rowindex={1}
          className={`${grid} h-8 items-center border-b border-hairline text-12 text-text-2`}
        >
          <div role="columnheader">Column</div>
          <div role="columnheader" className="max-wide:hidden">
            In the file
          </div>
          <div role="columnheader">Type</div>
          <div role="columnheader" className="max-wide:hidden">
            Because
          </div>
        </div>
      </div>
      <VirtualRows
        scroller={scroller}
        count={columns.length}
        rowHeight={rowHeight}
        keyOf={(index) => columns[index]?.name ?? String(index)}
      >
        {(index) => {
          const column = columns[index]
          if (!column) return null
          return (
            <div
              role="row"
              aria-rowindex={index + 2}
              className={`${grid} min-h-9 items-start border-b border-hairline py-2`}
            >
              <div role="rowheader" className="flex min-w-0 items-center gap-2">
                <KindIcon kind={column.kind} size={13} />
                <span className="truncate font-medium" title={column.name}>
                  {column.name}
                </span>
              </div>
              <div
                role="cell"
                className="truncate font-mono text-12 leading-5 text-text-2 max-wide:hidden"
                title={column.source_name}
              >
                {column.source_name === column.name ? 'the same' : column.source_name || '""'}
              </div>
              <div role="cell" className="truncate font-mono text-12 leading-5" title={column.sql_type}>
                {column.sql_type}
              </div>
              <div role="cell" className="col-span-full text-text-2 wide:col-span-1">
                <CodeInText text={column.evidence} />
                <span className="text-text-3"> · {deciders[column.decided_by]}</span>
                {column.alternatives.length > 0 && (
                  <span className="text-text-3"> · could be {column.alternatives.join(', ')}</span>
                )}
                {remarks(column).map((remark) => (
                  <p key={remark}>{remark}</p>
                ))}
              </div>
            </div>
          )
        }}
      </VirtualRows>
    </div>
  )
}
