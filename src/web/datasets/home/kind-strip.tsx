import { type ColumnKind, columnKinds } from '../../../shared/column-kind.ts'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { kindLetter, kindName } from '../../ui/kind-icon.tsx'

const shown = 24

/** A dataset's columns at a glance: one letter each, in order; the counts in words for those who hover or listen. */
export function KindStrip({ kinds, strip }: { kinds: DatasetListItem['kinds']; strip: readonly ColumnKind[] }) {
  if (strip.length === 0) return null
  const sentence = columnKinds
    .filter((kind) => kinds[kind] > 0)
    .map((kind) => `${formatCount(kinds[kind])} ${kindName(kind).toLowerCase()}`)
    .join(', ')
  const letters = strip.slice(0, shown).map(kindLetter).join('')
  return (
    <span
      role="img"
      aria-label={`Columns: ${sentence}`}
      title={sentence}
      className="font-mono text-12 tracking-wide text-text-2"
    >
      {letters}
      {strip.length > shown && '…'}
    </span>
  )
}
