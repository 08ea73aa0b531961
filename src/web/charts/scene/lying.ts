import type { Box } from './scene.ts'
import type { Place, Side } from './side.ts'
import { textWidth } from './text-width.ts'

/** About the room that axes take across a chart. */
export const roomForAxes = 64

/** The side of a chart whose rows are not told apart. */
export const wholeSide: Side = {
  ...{ column: '', title: '', scale: undefined },
  bands: [{ value: undefined, label: 'all rows', isOther: false }],
  placeOf: () => ({ key: 'all', start: 0, end: 1, title: 'all rows', filter: undefined }),
}

/** Whether marks lie, each in its row behind its name: where the names of categories have no room under them. */
export const mustLie = ({ bands }: Side, width: number): boolean =>
  bands?.some(({ label }) => textWidth(label) > (width - roomForAxes) / bands.length - 6) ?? false

/** The part of the plot that belongs to a place. */
export const slotOf = ({ start, end }: Place, plot: Box, isLying: boolean): Box =>
  isLying
    ? { ...plot, y: plot.y + start * plot.height, height: (end - start) * plot.height }
    : { ...plot, x: plot.x + start * plot.width, width: (end - start) * plot.width }
