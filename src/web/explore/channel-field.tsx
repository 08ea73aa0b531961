import { X } from 'lucide-react'
import { ColumnCombo } from '../datasets/table/column-combo.tsx'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** The column of a channel: chosen by typing, and taken off. What the server finds wrong with it stands below. */
export function ChannelField({
  label,
  hint,
  columns,
  value,
  problem,
  onChange,
}: {
  label: string
  /** What is shown while no column is chosen. */
  hint: string | undefined
  columns: TableColumn[]
  value: string | undefined
  problem: string | undefined
  onChange: (column: string | undefined) => void
}) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <ColumnCombo label={label} columns={columns} value={value ?? ''} onChange={onChange} />
        </div>
        {value !== undefined && (
          <IconButton label={`Take ${value} off`} onPress={() => onChange(undefined)}>
            <X aria-hidden size={14} />
          </IconButton>
        )}
      </div>
      {value === undefined && hint && <p className="text-12 text-text-2">{hint}</p>}
      {problem && <p className="text-13 wrap-anywhere text-red">{problem}</p>}
    </div>
  )
}
