import { cellText, storedText } from '../../../shared/cell-text.ts'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import { ShownText } from '../../values/shown-text.tsx'
import { alignNumber } from './number-alignment.ts'

/** The content of a cell: the stored value, numbers with their points under each other. */
export function Cell({
  value,
  kind,
  fraction,
  room,
}: {
  value: unknown
  kind: ColumnKind
  fraction: number
  room: number
}) {
  if (value === null) return 'null'
  return kind === 'numeric' ? alignNumber(storedText(value), fraction, room) : <ShownText shown={cellText(value)} />
}
