import { type Granularity, granularities } from '../../shared/profile.ts'
import { monthOf } from './calendar-bins.ts'
import { type Block, countAt, countBelow, countUpTo, type Distribution } from './distribution.ts'
import type { TemporalLine } from './temporal-line.ts'

/** What the calendar says of moments; counts are of values, weekdays from Monday on. */
export type CalendarFacts = {
  granularity: Granularity
  gapCount: number | null
  weekdayCounts: number[] | null
  hourCounts: number[] | null
}

const partsOfDay = [
  ['hour', 24],
  ['minute', 1440],
  ['second', 86_400],
  ['millisecond', 86_400_000],
  ['microsecond', 86_400_000_000],
] as const
const mostSteps = 1000
const daysFromMonday = 3

/** One walk over the moments of a distribution that is not empty. `origin` is where the places of its line begin. */
export async function calendarFacts(
  distribution: Distribution,
  time: TemporalLine,
  origin: bigint,
): Promise<CalendarFacts> {
  const walk = new CalendarWalk(time, origin)
  for await (const block of distribution.blocks()) walk.add(block)
  return walk.facts(distribution.distinct)
}

class CalendarWalk {
  readonly #time: TemporalLine
  readonly #originDay: number
  readonly #originRest: number
  readonly #weekdays = new Float64Array(7)
  readonly #hours = new Float64Array(24)
  /** Ever finer: an index of `partsOfDay`, -1 while every moment begins a day. */
  #part = -1
  #areFirstsOfMonth: boolean
  #areFirstsOfYear: boolean
  #lastPlace = Number.NaN
  #lastMonth = Number.NaN
  readonly #steps = new Steps()
  readonly #months = new Steps()

  constructor(time: TemporalLine, origin: bigint) {
    const perDay = BigInt(time.perDay)
    const rest = ((origin % perDay) + perDay) % perDay
    this.#time = time
    this.#originDay = Number((origin - rest) / perDay)
    this.#originRest = Number(rest)
    this.#areFirstsOfMonth = !time.isTimeOfDay
    this.#areFirstsOfYear = !time.isTimeOfDay
  }

  add(block: Block): void {
    const { perDay } = this.#time
    for (let index = 0; index < block.places.length; index++) {
      const place = block.places[index] as number
      const count = countAt(block, index)
      const units = place + this.#originRest
      const days = Math.floor(units / perDay)
      const ofDay = units - days * perDay
      const day = this.#originDay + days
      const weekday = (((day + daysFromMonday) % 7) + 7) % 7
      const hour = Math.floor((ofDay * 24) / perDay)
      this.#weekdays[weekday] = (this.#weekdays[weekday] as number) + count
      this.#hours[hour] = (this.#hours[hour] as number) + count
      this.#refine(ofDay)
      if (this.#areFirstsOfMonth) this.#noteMonth(day, ofDay)
      this.#steps.add(place - this.#lastPlace)
      this.#lastPlace = place
    }
  }

  #refine(ofDay: number): void {
    const { perDay } = this.#time
    while (this.#part < partsOfDay.length) {
      const perPart = this.#part < 0 ? perDay : perDay / (partsOfDay[this.#part] as (typeof partsOfDay)[number])[1]
      if (perPart <= 1 || ofDay % perPart === 0) return
      this.#part++
    }
  }

  #noteMonth(day: number, ofDay: number): void {
    const month = monthOf(day)
    if (ofDay !== 0 || monthOf(day - 1) === month) {
      this.#areFirstsOfMonth = false
      this.#areFirstsOfYear = false
      return
    }
    if (((month % 12) + 12) % 12 !== 0) this.#areFirstsOfYear = false
    this.#months.add(month - this.#lastMonth)
    this.#lastMonth = month
  }

  facts(distinct: number): CalendarFacts {
    const { isTimeOfDay, perDay } = this.#time
    const isByMonth = this.#areFirstsOfMonth && distinct > 1
    return {
      granularity: this.#granularity(isByMonth),
      gapCount: (isByMonth ? this.#months : this.#steps).gapCount,
      weekdayCounts: isTimeOfDay ? null : [...this.#weekdays],
      hourCounts: perDay === 1 ? null : [...this.#hours],
    }
  }

  #granularity(isByMonth: boolean): Granularity {
    if (isByMonth) return this.#areFirstsOfYear ? 'year' : 'month'
    if (this.#part < 0) return 'day'
    return partsOfDay[this.#part]?.[0] ?? (granularities.at(-1) as Granularity)
  }
}

/** How often each distance between neighbours occurs, for as long as there are few different ones. */
class Steps {
  readonly #counts = new Map<number, number>()
  #total = 0

  add(step: number): void {
    if (Number.isNaN(step) || this.#counts.size > mostSteps) return
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1)
    this.#total++
  }

  /** How many distances are longer than the usual one; null where none makes up half of at least two. */
  get gapCount(): number | null {
    if (this.#total < 2 || this.#counts.size > mostSteps) return null
    const [usual, count] = [...this.#counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a))
    if (count * 2 < this.#total) return null
    return [...this.#counts].reduce((sum, [step, times]) => sum + (step > usual ? times : 0), 0)
  }
}

/** How many of the moments lie after a moment, given as a place. */
export async function countAfter(distribution: Distribution, place: number): Promise<number> {
  let after = distribution.total
  for await (const block of distribution.blocks()) after -= countUpTo(block, place)
  return after
}

/** How many of the moments lie from one place up to, but not at, another. */
export async function countWithin(distribution: Distribution, from: number, until: number): Promise<number> {
  let count = 0
  for await (const block of distribution.blocks()) count += countBelow(block, until) - countBelow(block, from)
  return count
}
