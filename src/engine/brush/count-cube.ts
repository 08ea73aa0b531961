import type { BrushCube, CubeAggregate } from '../../shared/brush.ts'
import { blockRows } from '../duckdb-vectors.ts'
import type { PlacedAxis, ReadNumbers } from './placed-rows.ts'

/**
 * A cube that is to be counted: by which axes, of which rows (each of `held` has 1 for them), and the column whose finite
 * values are aggregated, unless rows are counted alone.
 */
export type CountedCube = {
  grip: readonly PlacedAxis[]
  axes: readonly PlacedAxis[]
  held: readonly ReadNumbers[]
  figure: { aggregate: Exclude<CubeAggregate, 'count'>; value: ReadNumbers } | undefined
}

/** A cube that is being counted, block by block. */
export type CubeCounter = { addBlock(rows: number): void; cube(): BrushCube }

/** Where each row of a block belongs: `slots[row] * stride + further[row]`. */
type Places = { slots: Int32Array; stride: number; further: Int32Array }

/**
 * Every axis has one place more, for the rows that are in none of its slots, and the cube one for those that are not
 * held: each row is counted somewhere without a question, and what nobody asked for is left out at the end.
 */
export function countCube({ grip, axes, held, figure }: CountedCube): CubeCounter {
  const all = [...grip, ...axes]
  const size = all.reduce((product, { count }) => product * (count + 1), 1)
  const kind = figure && kinds[figure.aggregate]
  const width = kind ? 2 : 1
  const totals = new Float64Array((size + 1) * width)
  if (kind) for (let place = 0; place <= size; place++) totals[place * 2 + 1] = kind.nothing
  const placesOf = placing(all, held, size)
  return {
    addBlock: (rows) => {
      const places = placesOf(rows)
      if (figure && kind) kind.add(places, figure.value.numbers, totals, kind.sign)
      else addRows(places, rows, totals)
    },
    cube: () => {
      const asked = askedPlaces(all)
      return {
        slots: slotsIn(grip),
        cells: slotsIn(axes),
        n: asked.map((place) => totals[place * width] as number),
        figures: kind ? asked.map((place) => figureAt(totals, place * width, kind.sign)) : null,
      }
    },
  }
}

const slotsIn = (axes: readonly PlacedAxis[]) => axes.reduce((product, { count }) => product * count, 1)

const askedPlaces = (axes: readonly PlacedAxis[]): number[] =>
  axes.reduce<number[]>(
    (places, { count }) =>
      places.flatMap((place) => Array.from({ length: count }, (_, slot) => place * (count + 1) + slot)),
    [0],
  )

function figureAt(totals: Float64Array, at: number, sign: number): number | null {
  const figure = (totals[at + 1] as number) * sign
  return totals[at] !== 0 && Number.isFinite(figure) ? figure : null
}

const noSlots = new Int32Array(blockRows)

/** Two axes are put together while rows are counted, more of them and conditions before. */
function placing(axes: readonly PlacedAxis[], held: readonly ReadNumbers[], none: number): (rows: number) => Places {
  const [first, second] = axes
  if (axes.length <= 2 && held.length === 0) {
    const slots = first?.slots ?? noSlots
    const places = second
      ? { slots, stride: second.count + 1, further: second.slots }
      : { slots, stride: 1, further: noSlots }
    return () => places
  }
  const room = new Int32Array(blockRows)
  return (rows) => {
    room.fill(0)
    for (const { count, slots } of axes) {
      for (let row = 0; row < rows; row++) room[row] = (room[row] as number) * (count + 1) + (slots[row] as number)
    }
    for (const { numbers } of held) {
      for (let row = 0; row < rows; row++) if (numbers[row] !== 1) room[row] = none
    }
    return { slots: room, stride: 1, further: noSlots }
  }
}

function addRows({ slots, stride, further }: Places, rows: number, totals: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const place = (slots[row] as number) * stride + (further[row] as number)
    totals[place] = (totals[place] as number) + 1
  }
}

/** Adds finite values to pairs of a count and a figure. */
type Add = (places: Places, values: Float64Array, totals: Float64Array, sign: number) => void

/** One loop for sums, one for extremes: a function called for each value would take several times as long. */
const addSums: Add = ({ slots, stride, further }, values, totals) => {
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    if (!Number.isFinite(value)) continue
    const at = 2 * ((slots[row] as number) * stride + (further[row] as number))
    totals[at] = (totals[at] as number) + 1
    totals[at + 1] = (totals[at + 1] as number) + value
  }
}

/** The least is the greatest of the negative values. */
const keepGreatest: Add = ({ slots, stride, further }, values, totals, sign) => {
  for (let row = 0; row < values.length; row++) {
    const value = (values[row] as number) * sign
    if (!Number.isFinite(value)) continue
    const at = 2 * ((slots[row] as number) * stride + (further[row] as number))
    totals[at] = (totals[at] as number) + 1
    if (value > (totals[at + 1] as number)) totals[at + 1] = value
  }
}

const kinds = {
  sum: { add: addSums, nothing: 0, sign: 1 },
  mean: { add: addSums, nothing: 0, sign: 1 },
  min: { add: keepGreatest, nothing: Number.NEGATIVE_INFINITY, sign: -1 },
  max: { add: keepGreatest, nothing: Number.NEGATIVE_INFINITY, sign: 1 },
}
