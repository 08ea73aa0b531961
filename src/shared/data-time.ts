const day = 86_400_000

/**
 * Milliseconds of a data value on one line of time: a date or timestamp counts from 1970 as if it were UTC, a time of
 * day from midnight. NaN for what is neither. Years before 1 and beyond 9999 are read too.
 */
export const millisecondsOf = (value: string): number => {
  const time = /^(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?/.exec(value)
  if (time) {
    const [, hours, minutes, seconds = 0, fraction = 0] = time
    return (Number(hours) * 60 + Number(minutes)) * 60_000 + (Number(seconds) + Number(fraction)) * 1000
  }
  const parts = /^([+-]?\d{4,6})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}.*?)(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(value)
  if (!parts) return Number.NaN
  const date = new Date(0)
  date.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  return date.getTime() + (parts[4] === undefined ? 0 : millisecondsOf(parts[4]))
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0')

/** How a tick of a time axis is written when neighbouring ticks lie `step` milliseconds apart. */
export const timeLabel = (milliseconds: number, step: number): string => {
  const date = new Date(milliseconds)
  const year = pad(date.getUTCFullYear(), 4)
  if (step >= 365 * day) return year
  const month = `${year}-${pad(date.getUTCMonth() + 1)}`
  if (step >= 28 * day) return month
  if (step >= day) return `${month}-${pad(date.getUTCDate())}`
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
  return step >= 60_000 ? clock : `${clock}:${pad(date.getUTCSeconds())}`
}
