import { Braces, Calendar, CircleHelp, Hash, ToggleLeft, Type } from 'lucide-react'
import type { ColumnKind } from '../../shared/column-kind.ts'

const kinds = {
  numeric: { icon: Hash, letter: '#', name: 'Number' },
  text: { icon: Type, letter: 'T', name: 'Text' },
  temporal: { icon: Calendar, letter: '@', name: 'Date or time' },
  boolean: { icon: ToggleLeft, letter: '?', name: 'Yes or no' },
  nested: { icon: Braces, letter: '{', name: 'Nested' },
  unsupported: { icon: CircleHelp, letter: '-', name: 'Not readable' },
} satisfies Record<ColumnKind, unknown>

/** How a kind is called on the screen. */
export function kindName(kind: ColumnKind): string {
  return kinds[kind].name
}

/** The one character that stands for a kind in strips. */
export function kindLetter(kind: ColumnKind): string {
  return kinds[kind].letter
}

/** The icon of a column kind, in secondary text: kinds are never told by colour. */
export function KindIcon({ kind, size = 14 }: { kind: ColumnKind; size?: number }) {
  const { icon: Icon, name } = kinds[kind]
  return (
    <span role="img" aria-label={name} title={name} className="inline-grid shrink-0 text-text-2">
      <Icon aria-hidden size={size} strokeWidth={1.75} />
    </span>
  )
}
