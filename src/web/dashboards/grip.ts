import { type BrushAxis, slotsOf } from '../../shared/brush.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import type { Filter } from '../../shared/rows.ts'
import type { Brush, SideBrush } from '../charts/scene/brush.ts'
import { momentText } from '../charts/scene/period.ts'
import { keyOf } from '../charts/scene/series.ts'

/** A side that can be brushed: an axis as fine as the hand, and where its edges lie (of moments: milliseconds). */
type SideGrip = { axis: BrushAxis; places: number[] }

/** What of a chart can be brushed: one side, or both of a plane. */
export type Grip = SideGrip[]

/** The slots of a grip that a brush takes, and the filter that leaves just their rows. */
export type Grasp = { slots: number[]; brush: Brush; filter: Filter }

const second = 1000
const hour = 3_600_000
const day = 24 * hour
const timeSteps = [1, 5, 15, 60, 300, 900, 1800]
  .map((seconds) => seconds * second)
  .concat([1, 3, 6, 12].map((hours) => hours * hour))
  .concat([1, 2, 7, 14].map((days) => days * day))

/**
 * The sides of a chart, their bins divided while there are at most `most` slots, all sides together, and put together
 * where there are more than `limit`.
 */
export const gripOf = (axes: readonly BrushAxis[], most: number, limit = most): Grip => {
  const categories = axes.reduce((slots, axis) => ('edges' in axis ? slots : slots * slotsOf(axis)), 1)
  const divided = axes.filter((axis) => 'edges' in axis).length
  const ofSide = (slots: number) =>
    Math.max(1, Math.floor((slots / Math.max(1, categories)) ** (1 / Math.max(1, divided))))
  return axes.map((axis) => sideGripOf(axis, ofSide(most), ofSide(limit)))
}

const sideGripOf = (axis: BrushAxis, most: number, limit: number): SideGrip => {
  if (!('edges' in axis)) return { axis, places: [] }
  const isTime = axis.edges.some((edge) => typeof edge === 'string')
  const places = thinned(axis.edges, limit).map((edge) => (typeof edge === 'string' ? millisecondsOf(edge) : edge))
  const fine = isTime ? divideTime(places, axis.edges, most) : divideNumbers(places, most)
  const edges = isTime ? fine.map((place) => momentText(place, String(axis.edges[0]))) : fine
  return { axis: { column: axis.column, edges }, places: fine }
}

/** Every second, third, ... edge and the last one, so that at most `most` bins remain. */
const thinned = <T>(edges: readonly T[], most: number): T[] => {
  const step = Math.ceil((edges.length - 1) / most)
  return edges.filter((_, index) => index % step === 0 || index === edges.length - 1)
}

const divideNumbers = (places: number[], most: number): number[] => {
  const parts = Math.floor(most / (places.length - 1))
  const isWhole = places.every(Number.isInteger)
  return places.flatMap((place, index) => {
    const next = places[index + 1]
    if (next === undefined) return [place]
    const count = Math.max(1, isWhole ? Math.min(parts, next - place) : parts)
    const even = isWhole && (next - place) % count !== 0 ? largestDivisor(next - place, count) : count
    return Array.from({ length: even }, (_, part) =>
      part === 0 ? place : Number((place + ((next - place) * part) / even).toPrecision(12)),
    )
  })
}

const largestDivisor = (number: number, most: number): number => {
  for (let divisor = most; divisor > 1; divisor--) if (number % divisor === 0) return divisor
  return 1
}

const divideTime = (places: number[], edges: readonly (string | number)[], most: number): number[] => {
  const [first, last] = [places[0] as number, places.at(-1) as number]
  const least = edges.every((edge) => /^\d{4,}-\d{2}-\d{2}$/.test(String(edge))) ? day : second
  const step = timeSteps.find((one) => one >= least && (last - first) / one <= most)
  if (step === undefined || (last - first) / step <= places.length - 1) return places
  const fine = Array.from({ length: Math.ceil((last - first) / step) }, (_, index) => first + index * step)
  return [...fine, last]
}

/** What a brush takes of a grip: whole slots, at least one; undefined where it is a brush of another kind. */
export const graspOf = (grip: Grip, brush: Brush): Grasp | undefined => {
  const sides = grip.flatMap((side, index) => {
    const part = brush[index]
    return (part && graspOfSide(side, part)) ?? []
  })
  if (sides.length !== grip.length || brush.length !== grip.length) return undefined
  return {
    slots: sides.reduce<number[]>(
      (slots, side, index) => {
        const count = slotsOf((grip[index] as SideGrip).axis)
        return slots.flatMap((slot) => side.slots.map((further) => slot * count + further))
      },
      [0],
    ),
    brush: sides.map(({ brush }) => brush),
    filter: sides.length === 1 && sides[0] ? sides[0].filter : { and: sides.map(({ filter }) => filter) },
  }
}

type SideGrasp = { slots: number[]; brush: SideBrush; filter: Filter }

const graspOfSide = ({ axis, places }: SideGrip, brush: SideBrush): SideGrasp | undefined => {
  const { column } = axis
  if (brush.column !== column) return undefined
  if ('edges' in axis) {
    if (!('range' in brush)) return undefined
    const last = places.length - 1
    const from = Math.min(nearest(places, brush.range[0]), last - 1)
    const until = Math.max(nearest(places, brush.range[1]), from + 1)
    return {
      slots: Array.from({ length: until - from }, (_, slot) => from + slot),
      brush: { column, range: [places[from] as number, places[until] as number] },
      filter: {
        and: [
          { column, op: 'gte', value: axis.edges[from] },
          { column, op: until === last ? 'lte' : 'lt', value: axis.edges[until] },
        ],
      },
    }
  }
  const isChosen = 'values' in brush ? amongValues(brush.values) : withinRange(brush.range)
  const slots = axis.values.flatMap((value, slot) => (isChosen(value) ? [slot] : []))
  const values = slots.map((slot) => axis.values[slot] as string | number | boolean)
  if (slots.length === 0) return undefined
  return { slots, brush: 'values' in brush ? { column, values } : brush, filter: { column, op: 'in', value: values } }
}

const amongValues = (values: readonly unknown[]) => {
  const keys = new Set(values.map(keyOf))
  return (value: unknown) => keys.has(keyOf(value))
}

const withinRange =
  ([low, high]: [number, number]) =>
  (value: unknown) => {
    const place = typeof value === 'string' ? millisecondsOf(value) : Number(value)
    return place >= low && place <= high
  }

const nearest = (places: readonly number[], value: number): number => {
  let [low, high] = [0, places.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((places[middle] as number) <= value) low = middle
    else high = middle
  }
  return value - (places[low] as number) <= (places[high] as number) - value ? low : high
}

/** How many slots a grip may have so that the cubes of charts with so many cells stay within a limit. */
export const slotsWithin = (most: number, cells: number, limit: number): number =>
  Math.max(1, Math.min(most, Math.floor(limit / Math.max(1, cells))))
