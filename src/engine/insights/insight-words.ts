const longestShown = 40

/** A number as a sentence says it: four digits that count, grouped. */
export function said(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e15)) return String(Number(value.toPrecision(4)))
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 })
}

/** A count, grouped and whole. */
export function counted(count: number): string {
  return count.toLocaleString('en-US')
}

/** A share in percent, such as `72 %`. */
export function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: share < 0.1 ? 2 : 3 })} %`
}

/** The name of a column in quotes, shortened. */
export function named(name: string): string {
  return `"${name.length > longestShown ? `${name.slice(0, longestShown)}…` : name}"`
}

/** A category as a sentence says it. */
export function shown(value: unknown): string {
  const text = String(value)
  return text.trim() === '' ? `"${text}"` : text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
