import { LoaderCircle } from 'lucide-react'

export function Spinner({ label, size = 16 }: { label: string; size?: number }) {
  return (
    <span role="img" aria-label={label} className="inline-grid">
      <LoaderCircle aria-hidden size={size} className="animate-spin motion-reduce:animate-none" />
    </span>
  )
}
