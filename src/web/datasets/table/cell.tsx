import type { ColumnKind } from '../../../shared/column-kind.ts'
import { cellText, storedText } from './cell-text.ts'
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
  if (kind === 'numeric' && value !== null) return alignNumber(storedText(value), fraction, room)
  const shown = cellText(value)
  switch (shown.form) {
    case 'null':
      return <span className="block text-center text-text-3">null</span>
    case 'empty':
      return <span className="text-text-3">""</span>
    case 'plain':
      return shown.text
    case 'marked':
      return shown.segments.map(({ text, faint }, index) =>
        faint ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one value never move
          <span key={index} className="text-text-3">
            {text}
          </span>
        ) : (
          text
        ),
      )
  }
}
