import type { Box, Shape } from './scene.ts'
import type { Side } from './side.ts'
import { fitText, textWidth } from './text-width.ts'

/** The room around a plot, and everything that is drawn there. */
export type Frame = { plot: Box; shapes: Shape[] }

const lineHeight = 18
/** From the upper edge to the plot, or to the legend between. */
export const titleRoom = 26
const tickRoom = 22
const gap = 8
const widestLabels = 0.4
const tallestLabels = 96
const pixelsPerTick = { x: 84, y: 36 }
const mostTicks = 5

const ticksFor = (side: Side, length: number, axis: 'x' | 'y') =>
  side.scale?.ticks(Math.max(2, Math.min(mostTicks, Math.floor(length / pixelsPerTick[axis])))) ?? []

/** Lays out the axes of a chart: their titles, ticks and labels, and what is left for the plot. */
export const layoutFrame = ({
  width,
  height,
  x,
  y,
  above = 0,
  beside = 0,
}: {
  width: number
  height: number
  x: Side
  y: Side
  /** Room for what stands above the plot, under the title of its left axis. */
  above?: number
  /** Room for what stands at its right. */
  beside?: number
}): Frame => {
  const top = (y.title ? titleRoom : gap) + above
  const left = leftRoom(y, width, height - top - tickRoom) + gap
  const plotWidth = Math.max(1, width - left - Math.max(beside, gap))
  const upright = uprightRoom(x, plotWidth)
  const bottom = (upright || tickRoom) + (x.title ? lineHeight : 0)
  const plot = { x: left, y: top, width: plotWidth, height: Math.max(1, height - top - bottom) }
  return {
    plot,
    shapes: [
      ...titles(x, y, plot, width, height),
      ...(y.scale ? valueLines(y, plot) : bandLabels(y, plot)),
      ...(x.scale ? bottomTicks(x, plot, y.bands !== undefined) : bottomBands(x, plot, upright)),
    ],
  }
}

const leftRoom = (y: Side, width: number, height: number) => {
  const labels = y.scale
    ? ticksFor(y, height, 'y').map(({ label }) => label)
    : (y.bands ?? []).map(({ label }) => label)
  return Math.min(Math.max(gap, ...labels.map((label) => textWidth(label))), Math.round(width * widestLabels))
}

/** How much room upright labels take; 0 where they can lie. */
const uprightRoom = ({ bands }: Side, width: number) => {
  if (!bands || bands.length === 0) return 0
  const widest = Math.max(...bands.map(({ label }) => textWidth(label)))
  return widest + 4 <= width / bands.length ? 0 : Math.min(widest, tallestLabels) + gap
}

const titles = (x: Side, y: Side, plot: Box, width: number, height: number): Shape[] => {
  const shapes: Shape[] = []
  if (y.title) shapes.push(titleAt(y.title, 0, lineHeight / 2, 'start', width))
  if (x.title) shapes.push(titleAt(x.title, plot.x + plot.width, height - lineHeight / 2, 'end', plot.x + plot.width))
  return shapes
}

const titleAt = (title: string, x: number, y: number, anchor: 'start' | 'end', room: number): Shape => ({
  ...{ kind: 'text', x, y, anchor, fill: 'text-2', full: title },
  text: fitText(title, room),
})

const valueLines = (side: Side, { x, y, width, height }: Box): Shape[] =>
  ticksFor(side, height, 'y').flatMap(({ at, label }): Shape[] => {
    const line = Math.round(y + (1 - at) * height) + 0.5
    return [
      { kind: 'path', d: `M${x} ${line}h${width}`, stroke: 'hairline' },
      { kind: 'text', x: x - gap, y: line, text: label, anchor: 'end', fill: 'text-2' },
    ]
  })

const bandLabels = ({ bands = [] }: Side, { x, y, height }: Box): Shape[] => {
  const size = height / bands.length
  const step = Math.ceil(12 / size)
  return bands.flatMap(({ label }, index): Shape[] =>
    index % step === 0
      ? [
          {
            ...{ kind: 'text', x: x - gap, y: y + (index + 0.5) * size, anchor: 'end', fill: 'text-2', full: label },
            text: fitText(label, x - gap),
          },
        ]
      : [],
  )
}

/** Ticks under the plot; with `areLines` they run through it, where the values go sideways. */
const bottomTicks = (side: Side, { x, y, width, height }: Box, areLines: boolean): Shape[] => {
  const base = y + height
  const ticks = ticksFor(side, width, 'x').flatMap(({ at, label }): Shape[] => {
    const tick = Math.round(x + at * width) + 0.5
    const half = textWidth(label) / 2
    const anchor = tick - x < half ? 'start' : x + width - tick < half ? 'end' : 'middle'
    return [
      areLines
        ? { kind: 'path', d: `M${tick} ${y}V${base}`, stroke: 'hairline' }
        : { kind: 'path', d: `M${tick} ${base}v4`, stroke: 'control' },
      { kind: 'text', x: tick, y: base + 14, text: label, anchor, fill: 'text-2' },
    ]
  })
  return areLines ? ticks : [baseLine(x, base, width), ...ticks]
}

const bottomBands = ({ bands = [] }: Side, { x, y, width, height }: Box, upright: number): Shape[] => {
  const base = y + height
  const size = width / bands.length
  const step = Math.ceil(12 / size)
  const labels = bands.flatMap(({ label }, index): Shape[] => {
    if (upright && index % step !== 0) return []
    const middle = x + (index + 0.5) * size
    const text = upright ? fitText(label, upright - gap) : label
    return [
      upright
        ? { kind: 'text', x: middle, y: base + 6, text, full: label, anchor: 'end', fill: 'text-2', isUpright: true }
        : { kind: 'text', x: middle, y: base + 14, text, full: label, anchor: 'middle', fill: 'text-2' },
    ]
  })
  return [baseLine(x, base, width), ...labels]
}

const baseLine = (x: number, base: number, width: number): Shape => ({
  ...{ kind: 'path', stroke: 'control' },
  d: `M${x} ${base + 0.5}h${width}`,
})
