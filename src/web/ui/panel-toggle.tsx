import { PanelRight } from 'lucide-react'
import { IconButton } from './icon-button.tsx'

/** Shows and hides the panel at the right, as `i` does. */
export function PanelToggle({ what, isOpen, onPress }: { what: string; isOpen: boolean; onPress: () => void }) {
  return (
    <IconButton label={`${isOpen ? 'Hide' : 'Show'} ${what}`} keys="i" aria-expanded={isOpen} onPress={onPress}>
      <PanelRight aria-hidden size={15} />
    </IconButton>
  )
}
