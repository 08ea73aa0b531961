import type { Box, BrushSide, Hit } from './scene.ts'

/** A part of a chart that a person chose: a range of an axis (of moments: milliseconds), or some of its categories. */
export type Brush = { column: string; range: [low: number, high: number] } | { column: string; values: unknown[] }

type Shares = [start: number, end: number]

const clamp = (share: number) => Math.min(1, Math.max(0, share))

/** The share of the brushed side at a point of the drawing. */
export const shareAt = ({ side }: BrushSide, plot: Box, x: number, y: number): number =>
  clamp(side === 'x' ? (x - plot.x) / plot.width : (y - plot.y) / plot.height)

/** The part of the brushed side that a hit takes. */
export const sharesOfHit = (brushed: BrushSide, plot: Box, { area }: Hit): Shares => {
  if ('outer' in area) return [0, 1]
  return [shareAt(brushed, plot, area.x, area.y), shareAt(brushed, plot, area.x + area.width, area.y + area.height)]
}

/** What is chosen between two places of a side, wherever the hand began. A category that is touched is in it. */
export const brushBetween = (
  { column, continuous, categories = [], bandCount }: BrushSide,
  one: number,
  other: number,
): Brush => {
  const [start, end] = [clamp(Math.min(one, other)), clamp(Math.max(one, other))]
  if (continuous) return { column, range: [continuous.valueAt(start), continuous.valueAt(end)] }
  const first = Math.floor(start * bandCount + 1e-9)
  const last = Math.max(first, Math.ceil(end * bandCount - 1e-9) - 1)
  return { column, values: categories.slice(first, last + 1) }
}

/** Where a brush lies along a side: one stretch for a range, one for each category. */
export const stretchesOf = ({ continuous, categories = [], bandCount }: BrushSide, brush: Brush): Shares[] => {
  if ('range' in brush) {
    if (!continuous) return []
    return [[clamp(continuous.shareOf(brush.range[0])), clamp(continuous.shareOf(brush.range[1]))]]
  }
  return brush.values.flatMap((value): Shares[] => {
    const at = categories.indexOf(value)
    return at < 0 ? [] : [[at / bandCount, (at + 1) / bandCount]]
  })
}

/** What stretches leave of a side. */
export const stretchesOutside = (stretches: readonly Shares[]): Shares[] => {
  const outside: Shares[] = []
  let end = 0
  for (const [from, to] of stretches.toSorted(([one], [other]) => one - other)) {
    if (from > end) outside.push([end, from])
    end = Math.max(end, to)
  }
  return end < 1 ? [...outside, [end, 1]] : outside
}

/** The brush with a category more, or less where it was chosen; null when none is left. */
export const toggleCategory = (side: BrushSide, brush: Brush | null, [start, end]: Shares): Brush | null => {
  const [value] = brushParts(side, start, end)
  if (value === undefined) return brush
  const chosen = brush && 'values' in brush ? brush.values : []
  const values = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
  return values.length > 0 ? { column: side.column, values } : null
}

const brushParts = (side: BrushSide, start: number, end: number): unknown[] => {
  const brush = brushBetween(side, start, end)
  return 'values' in brush ? brush.values : []
}
