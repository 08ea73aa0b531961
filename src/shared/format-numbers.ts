const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A count with grouped thousands: 10,000,000. Never for cell values. */
export function formatCount(count: number): string {
  return grouped.format(count)
}

/** `1 row`, `2 rows`; `plural` where an s is not enough. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

/** A share as a percentage; tiny and nearly whole shares never round to 0 or 100. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %'
  if (share === 1) return '100 %'
  const percent = share * 100
  if (percent < 0.1) return '< 0.1 %'
  if (percent > 99.9) return '> 99.9 %'
  return `${percent < 10 || percent > 99 ? Number(percent.toFixed(1)) : Math.round(percent)} %`
}

const durationUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** A duration in its largest two units: `8 s`, `2 min 5 s`, `1 h 3 min`; below a second `320 ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  const whole = Math.round(milliseconds / 1000) * 1000
  const largest = durationUnits.findIndex(([, size]) => whole >= size)
  const [name, size] = durationUnits[largest] ?? durationUnits[3]
  const next = durationUnits[largest + 1]
  if (!next) return `${whole / size} ${name}`
  const rounded = Math.round(whole / next[1]) * next[1]
  const first = Math.floor(rounded / size)
  const rest = (rounded % size) / next[1]
  return rest === 0 ? `${first} ${name}` : `${first} ${name} ${rest} ${next[0]}`
}

const statistic = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })

/** A statistic to six significant digits, grouped; from `large` on, and very small ones, in scientific form. */
export function formatStatistic(value: number, large = 1e12): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size >= large || size < 1e-4)) return value.toExponential(4).replace('e+', 'e')
  return size >= 1e6 ? grouped.format(value) : statistic.format(value)
}
