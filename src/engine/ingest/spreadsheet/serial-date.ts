const dayMs = 86_400_000
const daysOf: Record<1900 | 1904, number> = { 1900: 2_958_466, 1904: 2_957_004 }

/** What a number of days in a workbook is as text. */
export type SerialTime = { kind: 'date' | 'datetime' | 'time' | 'duration' | 'text'; text: string }

/**
 * The date, time or both that a serial number stands for, to the millisecond, in ISO form; undefined when it lies
 * outside of what Excel shows as a date (before day 0 or after 9999-12-31). Below 1 it is a time of day, with a
 * fraction a date and time. In the epoch of 1900, days 0 and 60 are the two dates that never were, as Excel shows them.
 */
export function serialTime(serial: number, epoch: 1900 | 1904, isDateOnly: boolean): SerialTime | undefined {
  const ms = Math.round(serial * dayMs)
  if (!(ms >= 0 && ms < daysOf[epoch] * dayMs)) return undefined
  const day = Math.floor(ms / dayMs)
  const clock = ms - day * dayMs
  if (day === 0 && (clock > 0 || !isDateOnly)) return { kind: 'time', text: clockText(clock) }
  const date = dateText(day, epoch)
  const isDate = isDateOnly && clock === 0
  if (epoch === 1900 && (day === 0 || day === 60))
    return { kind: 'text', text: isDate ? date : `${date} ${clockText(clock)}` }
  return isDate ? { kind: 'date', text: date } : { kind: 'datetime', text: `${date}T${clockText(clock)}` }
}

/** A duration in days as hours, minutes and seconds; under a day it reads as a time of day. */
export function durationTime(serial: number): SerialTime | undefined {
  if (!(Math.abs(serial) < daysOf[1900])) return undefined
  const ms = Math.round(Math.abs(serial) * dayMs)
  const hours = Math.floor(ms / 3_600_000)
  const text = `${serial < 0 ? '-' : ''}${String(hours).padStart(2, '0')}${clockText(ms % 3_600_000).slice(2)}`
  return { kind: serial >= 0 && hours < 24 ? 'time' : 'duration', text }
}

function dateText(day: number, epoch: 1900 | 1904): string {
  if (epoch === 1904) return isoDate(day - 24_107)
  if (day === 0) return '1900-01-00'
  if (day === 60) return '1900-02-29'
  return isoDate(day < 60 ? day - 25_568 : day - 25_569)
}

/** The date of a day since 1970-01-01, counted in eras of 400 years that begin on the first of March. */
function isoDate(unixDay: number): string {
  const day = unixDay + 719_468
  const era = Math.floor(day / 146_097)
  const dayOfEra = day - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${two(month)}-${two(dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1)}`
}

function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const rest = ms % 1000
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
