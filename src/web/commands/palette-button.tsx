import { Search } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Kbd } from '../ui/kbd.tsx'
import { paletteOpen } from './palette-open.ts'

/** Looks like a field to search in, and opens the command palette. */
export function PaletteButton() {
  return (
    <Button
      onPress={() => paletteOpen.set(true)}
      className="flex h-8 items-center gap-2 rounded px-2 text-13 text-text-2 shadow-[inset_0_0_0_1px_var(--color-control)] data-hovered:bg-hover wide:w-64 wide:px-2.5"
    >
      <Search aria-hidden size={14} className="text-text-3" />
      <span className="flex-1 text-left max-wide:sr-only">Search or command</span>
      <span className="max-wide:hidden">
        <Kbd keys="mod+K" />
      </span>
    </Button>
  )
}
