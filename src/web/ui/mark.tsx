/** The mark: a histogram of three bars in a circle. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" width={size} height={size} className="text-text">
      <circle cx="12" cy="12" r="10.25" fill="none" stroke="currentColor" strokeWidth="1.75" />
      <rect x="6.75" y="11.5" width="2.75" height="5.25" rx="0.6" fill="currentColor" />
      <rect x="10.6" y="6.75" width="2.75" height="10" rx="0.6" className="fill-accent" />
      <rect x="14.5" y="9.25" width="2.75" height="7.5" rx="0.6" fill="currentColor" />
    </svg>
  )
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-16 font-semibold tracking-[-0.01em]">
      <Mark />
      datalens
    </span>
  )
}
