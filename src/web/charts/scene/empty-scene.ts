import type { Scene } from './scene.ts'

/** Nothing to draw: what is said instead stands beside the chart. */
export const emptyScene = ({ width, height }: { width: number; height: number }): Scene => ({
  ...{ width, height, shapes: [], hits: [], brush: [] },
  plot: { x: 0, y: 0, width, height },
})
