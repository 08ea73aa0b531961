import { millisecondsOf } from '../../../shared/data-time.ts'
import type { Filter } from '../../../shared/rows.ts'
import type { Box, BrushSide, Hit } from './scene.ts'

/** What a person chose along a side: a range of it (of moments: milliseconds), or some of its categories. */
export type SideBrush = { column: string; range: [low: number, high: number] } | { column: string; values: unknown[] }

/** A part of a chart that a person chose: along one side, or along both sides of a plane. */
export type Brush = SideBrush[]

const clamp = (share: number) => Math.min(1, Math.max(0, share))

/** The shares of the brushed sides at a point of the drawing. */
export const sharesAt = (sides: BrushSide[], plot: Box, x: number, y: number): number[] =>
  sides.map(({ side }) => clamp(side === 'x' ? (x - plot.x) / plot.width : (y - plot.y) / plot.height))

/** What is chosen between two points, wherever the hand began. A category that is touched is in it. */
export const brushBetween = (sides: BrushSide[], one: number[], other: number[]): Brush =>
  sides.map(({ column, continuous, categories = [], bandCount }, index): SideBrush => {
    const [start, end] = ascending([one[index] ?? 0, other[index] ?? 1])
    if (continuous) return { column, range: ascending([continuous.valueAt(start), continuous.valueAt(end)]) }
    const first = Math.floor(start * bandCount + 1e-9)
    const last = Math.max(first, Math.ceil(end * bandCount - 1e-9) - 1)
    return { column, values: categories.slice(first, last + 1) }
  })

/** What is chosen from one mark to another: the rows that they stand for, and all between; null where no brush has them. */
export const brushOfHits = (sides: BrushSide[], one: Hit, other: Hit): Brush | null => {
  const parts = sides.map((side): SideBrush | undefined => {
    const { column, continuous, categories = [] } = side
    const values = [one, other].flatMap(({ filter }) => valuesIn(filter, column))
    if (continuous) {
      const places = values.map((value) => (continuous.isTime ? millisecondsOf(String(value)) : Number(value)))
      return places.length > 0 ? { column, range: [Math.min(...places), Math.max(...places)] } : undefined
    }
    const places = values.map((value) => categories.indexOf(value)).filter((place) => place >= 0)
    if (places.length === 0) return undefined
    return { column, values: categories.slice(Math.min(...places), Math.max(...places) + 1) }
  })
  return parts.every((part) => part !== undefined) ? parts : null
}

/** The values that a mark's filter compares a column with: one, or the bounds of a bin. */
const valuesIn = (filter: Filter | undefined, column: string): unknown[] => {
  if (!filter) return []
  if ('and' in filter) return filter.and.flatMap((part) => valuesIn(part, column))
  return 'column' in filter && filter.column === column && 'value' in filter ? [filter.value] : []
}

/** The brush with the rows of a mark, or without them where they were chosen: several categories, else one place. */
export const toggleHit = (sides: BrushSide[], brush: Brush | null, hit: Hit): Brush | null => {
  const wanted = brushOfHits(sides, hit, hit)
  if (!wanted) return brush
  const isChosen = wanted.every((part, index) => isWithin(part, brush?.[index]))
  const [now, part] = [brush?.[0], wanted[0]]
  if (wanted.length > 1 || !now || !part || !('values' in now) || !('values' in part)) return isChosen ? null : wanted
  const values = isChosen ? now.values.filter((value) => !part.values.includes(value)) : [...now.values, ...part.values]
  return values.length > 0 ? [{ column: part.column, values }] : null
}

const isWithin = (part: SideBrush, whole: SideBrush | undefined): boolean => {
  if (!whole) return false
  if ('range' in part) return 'range' in whole && part.range[0] >= whole.range[0] && part.range[1] <= whole.range[1]
  return 'values' in whole && part.values.every((value) => whole.values.includes(value))
}

/** Where a brush lies in the drawing: a box for each stretch of it. */
export const boxesOf = (sides: BrushSide[], plot: Box, brush: Brush): Box[] =>
  sides.reduce<Box[]>(
    (boxes, side, index) =>
      boxes.flatMap((box) =>
        stretchesOf(side, brush[index]).map(([start, end]) =>
          side.side === 'x'
            ? { ...box, x: plot.x + start * plot.width, width: Math.max(1, (end - start) * plot.width) }
            : { ...box, y: plot.y + start * plot.height, height: Math.max(1, (end - start) * plot.height) },
        ),
      ),
    [plot],
  )

const stretchesOf = ({ continuous, categories = [], bandCount }: BrushSide, brush: SideBrush | undefined) => {
  if (!brush) return []
  if ('range' in brush) {
    return continuous
      ? [ascending(brush.range.map((value) => clamp(continuous.shareOf(value))) as [number, number])]
      : []
  }
  const places = brush.values.map((value) => categories.indexOf(value)).filter((place) => place >= 0)
  const stretches: [number, number][] = []
  for (const place of places.sort((a, b) => a - b)) {
    const [start, end] = [place / bandCount, (place + 1) / bandCount]
    const before = stretches.at(-1)
    // Neighbours make one.
    if (before && before[1] >= start) before[1] = end
    else stretches.push([start, end])
  }
  return stretches
}

const ascending = ([one, other]: [number, number]): [number, number] => (one <= other ? [one, other] : [other, one])
