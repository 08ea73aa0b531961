import { useEffect, useState } from 'react'

const steps = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [30 * 86_400, 86_400, 'd'],
] as const

/** `now`, `5 min`, `2 h`, `3 d` and, in a sentence, `5 min ago`; from thirty days on the date itself. */
export function formatRelativeTime(iso: string, now: number, inSentence = false): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000))
  if (seconds < 45) return 'now'
  for (const [limit, size, unit] of steps) {
    if (seconds < limit) return `${Math.max(1, Math.floor(seconds / size))} ${unit}${inSentence ? ' ago' : ''}`
  }
  return iso.slice(0, 10)
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' })

/** How long ago, kept up to date; the exact time in the reader's zone on hover. */
export function RelativeTime({
  iso,
  inSentence = false,
  className,
}: {
  iso: string
  /** Where no heading of a column says that it is a time. */
  inSentence?: boolean
  className?: string
}) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={iso} title={exact.format(new Date(iso))} className={className}>
      {formatRelativeTime(iso, now, inSentence)}
    </time>
  )
}
