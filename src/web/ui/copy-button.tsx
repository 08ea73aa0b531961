import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { writeClipboard } from './write-clipboard.ts'

const shownMs = 1500

/** Copies `text` and says for a moment that it did. */
export function CopyButton({
  label,
  text,
  autoFocus = false,
  className,
}: {
  label: string
  text: string
  autoFocus?: boolean
  className?: string
}) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <IconButton
      size="small"
      label={isCopied ? 'Copied' : label}
      autoFocus={autoFocus}
      onPress={() => void writeClipboard(text).then(setCopied)}
      {...(className ? { className } : {})}
    >
      {isCopied ? <Check aria-hidden size={14} className="text-green" /> : <Copy aria-hidden size={14} />}
    </IconButton>
  )
}
