const mostBins = 40

/** Steps of the calendar: in days (parts of days too, for times), or in months. */
type CalendarStep = { days: number } | { months: number }

const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200]
const fractions = [9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((power) => [1, 2, 5].map((digit) => digit / 10 ** power))
const years = [0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power))
const steps: CalendarStep[] = [
  ...[...fractions, ...seconds].map((length) => ({ days: length / 86_400 })),
  ...[1, 2, 7, 14].map((days) => ({ days })),
  ...[1, 3, 6].map((months) => ({ months })),
  ...years.map((count) => ({ months: count * 12 })),
]
const daysPerMonth = 30.436875
const firstMonday = 4

/**
 * Bounds of at most about `bins` bins that begin on whole seconds, minutes, hours, days, Mondays, months, quarters or years,
 * in units of which a day has `perDay`, counted from 1970-01-01. The last bound lies beyond `max`, but never beyond
 * `end`.
 */
export function calendarBounds(
  min: number,
  max: number,
  perDay: number,
  end = Number.POSITIVE_INFINITY,
  bins = mostBins,
): number[] {
  if (min === max) return [min, max]
  const step = steps.find(
    (candidate) => unitsOf(candidate, perDay) >= 1 && (max - min) / unitsOf(candidate, perDay) <= bins,
  )
  if (!step) return [min, max]
  const bounds: number[] = []
  for (let index = firstIndex(step, min, perDay); ; index++) {
    const bound = boundAt(step, index, perDay)
    if (bound >= end) return [...bounds, end]
    bounds.push(bound)
    if (bound > max) return bounds
  }
}

function unitsOf(step: CalendarStep, perDay: number): number {
  const days = 'days' in step ? step.days : step.months * daysPerMonth
  return roundedWhole(days * perDay)
}

/** Whole units lie within rounding of their quotient; less than a unit stays a fraction. */
function roundedWhole(units: number): number {
  return units < 0.5 ? units : Math.round(units)
}

function firstIndex(step: CalendarStep, min: number, perDay: number): number {
  if ('months' in step) return Math.floor(monthOf(Math.floor(min / perDay)) / step.months)
  return Math.floor((min - shiftOf(step, perDay)) / unitsOf(step, perDay))
}

function boundAt(step: CalendarStep, index: number, perDay: number): number {
  if ('months' in step) return firstDayOf(index * step.months) * perDay
  return index * unitsOf(step, perDay) + shiftOf(step, perDay)
}

/** Weeks begin on Mondays; 1970-01-01 was a Thursday. */
function shiftOf({ days }: { days: number }, perDay: number): number {
  return days % 7 === 0 ? firstMonday * perDay : 0
}

const daysPerCycle = 146_097
const daysToYearZero = 719_468

/** Months since January of year 0, in the proleptic Gregorian calendar, of a day counted from 1970-01-01. */
export function monthOf(day: number): number {
  const shifted = day + daysToYearZero
  const cycle = Math.floor(shifted / daysPerCycle)
  const dayOfCycle = shifted - cycle * daysPerCycle
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  )
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  return (cycle * 400 + yearOfCycle) * 12 + monthFromMarch + 2
}

/** The first day, counted from 1970-01-01, of a month counted from January of year 0. */
function firstDayOf(month: number): number {
  const fromMarch = month - 2
  const year = Math.floor(fromMarch / 12)
  const monthFromMarch = fromMarch - year * 12
  const cycle = Math.floor(year / 400)
  const yearOfCycle = year - cycle * 400
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5)
  return (
    cycle * daysPerCycle +
    yearOfCycle * 365 +
    Math.floor(yearOfCycle / 4) -
    Math.floor(yearOfCycle / 100) +
    dayOfYear -
    daysToYearZero
  )
}
