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
  /** The hour that the moments have come to, or the day where there are no hours, and how many of them lie in it. */
  #dayStart = Number.NaN
  #hourEnd = Number.NEGATIVE_INFINITY
  #weekday = 0
  #hour = 0
  #inHour = 0
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
    const { places } = block
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      const units = place + this.#originRest
      if (units >= this.#hourEnd) this.#enterHour(units)
      this.#inHour += countAt(block, index)
      const ofDay = units - this.#dayStart
      this.#refine(ofDay)
      if (this.#areFirstsOfMonth) this.#noteMonth(this.#originDay + Math.floor(units / this.#time.perDay), ofDay)
      this.#steps.add(place - this.#lastPlace)
      this.#lastPlace = place
    }
  }

  #enterHour(units: number): void {
    const { perDay } = this.#time
    this.#leaveHour()
    const days = Math.floor(units / perDay)
    this.#dayStart = days * perDay
    this.#weekday = (((this.#originDay + days + daysFromMonday) % 7) + 7) % 7
    this.#hour = perDay === 1 ? 0 : Math.floor(((units - this.#dayStart) * 24) / perDay)
    this.#hourEnd = this.#dayStart + (perDay === 1 ? 1 : ((this.#hour + 1) * perDay) / 24)
  }

  #leaveHour(): void {
    this.#weekdays[this.#weekday] = (this.#weekdays[this.#weekday] as number) + this.#inHour
    this.#hours[this.#hour] = (this.#hours[this.#hour] as number) + this.#inHour
    this.#inHour = 0
  }

  #refine(ofDay: number): void {
    const { perDay } = this.#time
    while (this.#part < partsOfDay.length) {
      const perPart = this.#part < 0 ? perDay : perDay / (partsOfDay[this.#part] as (typeof partsOfDay)[number])[1]
      if (perPart <= 1 || Number.isInteger(ofDay / perPart)) return
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
    this.#leaveHour()
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

const slots = 4096
const scratch = new Float64Array(1)
const words = new Uint32Array(scratch.buffer)

/**
 * How often each distance between neighbours occurs, for as long as there are few different ones. A hash table of
 * doubles, since a Map would make an object of each.
 */
class Steps {
  readonly #steps = new Float64Array(slots)
  readonly #counts = new Float64Array(slots)
  #distinct = 0
  #total = 0

  add(step: number): void {
    if (Number.isNaN(step) || this.#distinct > mostSteps) return
    scratch[0] = step
    let slot = Math.imul((words[0] as number) ^ (words[1] as number), 0x9e3779b1) >>> 20
    while (this.#counts[slot] !== 0 && this.#steps[slot] !== step) slot = (slot + 1) % slots
    if (this.#counts[slot] === 0) this.#distinct++
    this.#steps[slot] = step
    this.#counts[slot] = (this.#counts[slot] as number) + 1
    this.#total++
  }

  /** How many distances are longer than the usual one; null where none makes up half of at least two. */
  get gapCount(): number | null {
    if (this.#total < 2 || this.#distinct > mostSteps) return null
    const known = [...this.#counts].flatMap((count, slot) =>
      count > 0 ? [[this.#steps[slot] as number, count] as const] : [],
    )
    const [usual, count] = known.reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a))
    if (count * 2 < this.#total) return null
    return known.reduce((sum, [step, times]) => sum + (step > usual ? times : 0), 0)
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
