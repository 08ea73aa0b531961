import { cellText, storedText } from '../../../shared/cell-text.ts'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import { ShownText } from '../../values/shown-text.tsx'
import type { Needle } from './filter-matches.ts'
import { MatchedText } from './matched-text.tsx'
import { alignNumber } from './number-alignment.ts'

/** The content of a cell: the stored value, numbers with their points under each other, in texts what was looked for marked. */
export function Cell({
  value,
  kind,
  fraction,
  room,
  needles,
}: {
  value: unknown
  kind: ColumnKind
  fraction: number
  room: number
  needles?: readonly Needle[] | undefined
}) {
  if (value === null) return 'null'
  if (needles && typeof value === 'string') return <MatchedText text={value} needles={needles} room={room} />
  return kind === 'numeric' ? alignNumber(storedText(value), fraction, room) : <ShownText shown={cellText(value)} />
}
