import type { Filter } from '../../../shared/rows.ts'

/** A colour by the name of its token, `hatched` for what is left over, or a token mixed into the surface by a share. */
export type Paint = string | { token: string; share: number }

export type RectShape = {
  kind: 'rect'
  x: number
  y: number
  width: number
  height: number
  fill: Paint
  /** The whole, where a part of it stands in front. */
  isPale?: boolean | undefined
}

export type PathShape = {
  kind: 'path'
  d: string
  fill?: Paint | undefined
  stroke?: Paint | undefined
  strokeWidth?: number | undefined
  dash?: string | undefined
  isPale?: boolean | undefined
}

export type TextShape = {
  kind: 'text'
  x: number
  /** Of the middle of the letters. */
  y: number
  text: string
  /** The whole text where `text` is cut. */
  full?: string | undefined
  anchor: 'start' | 'middle' | 'end'
  fill: Paint
  size?: number | undefined
  /** Reads upwards, its end at the place. */
  isUpright?: boolean | undefined
}

/** What a chart is drawn with, in pixels from its upper left corner. */
export type Shape = RectShape | PathShape | TextShape

/** A box of the drawing. */
export type Box = { x: number; y: number; width: number; height: number }

/** A part of a ring; angles in radians, clockwise from the top. */
export type Arc = { cx: number; cy: number; inner: number; outer: number; start: number; end: number }

/** Something that can be read and picked. */
export type Hit = {
  area: Box | Arc
  /** Where the tooltip points to. */
  at: { x: number; y: number }
  title: string
  /** Exact values, and shares where there are any. */
  lines: string[]
  /** The rows it stands for; undefined where no filter tells them. */
  filter: Filter | undefined
}

/** A side along which a chart can be brushed: `x` from the left, `y` from the top. */
export type BrushSide = {
  side: 'x' | 'y'
  column: string
  /** Between a share of the side (0 to 1) and a value (of moments: milliseconds); undefined where it has categories. */
  continuous?: { valueAt: (share: number) => number; shareOf: (value: number) => number; isTime: boolean } | undefined
  /** The categories, in their order along the side, and how many bands there are with that of the others. */
  categories?: unknown[] | undefined
  bandCount: number
}

/** A chart that is laid out: the screen shows it, and files are written from it. Shapes stand back to front. */
export type Scene = {
  width: number
  height: number
  plot: Box
  shapes: Shape[]
  /** In reading order. */
  hits: Hit[]
  /** None, one, or both of a plane: `x` first. */
  brush: BrushSide[]
}
