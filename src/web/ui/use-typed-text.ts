import { useEffect, useState } from 'react'

const typingMs = 180

/** The text of a field that searches: `settled` is what is searched now; `onSettle` hears a moment after the last key. */
export function useTypedText(
  settled: string | undefined,
  onSettle: (text: string | undefined) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(settled ?? '')
  useEffect(() => setText(settled ?? ''), [settled])
  useEffect(() => {
    if (text.trim() === (settled ?? '')) return
    const timer = setTimeout(() => onSettle(text.trim() || undefined), typingMs)
    return () => clearTimeout(timer)
  }, [text, settled, onSettle])
  return [text, setText]
}
