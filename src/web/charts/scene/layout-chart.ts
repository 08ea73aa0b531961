import type { ChartMark } from '../../../shared/charts.ts'
import { barScene } from './bar-scene.ts'
import { boxScene } from './box-scene.ts'
import { emptyScene } from './empty-scene.ts'
import { gridScene } from './grid-scene.ts'
import { lineScene } from './line-scene.ts'
import { numberScene } from './number-scene.ts'
import { pieScene } from './pie-scene.ts'
import { pointScene } from './point-scene.ts'
import { type ChartInput, type Prepared, prepare } from './prepare.ts'
import type { Scene } from './scene.ts'

/** Too many points to draw each stand together in cells. */
const isGrid = ({ data: { binned } }: Prepared) => Boolean(binned.x && binned.y)

const scenes: Record<ChartMark, (chart: Prepared) => Scene> = {
  bar: barScene,
  histogram: barScene,
  line: lineScene,
  area: lineScene,
  point: (chart) => (isGrid(chart) ? gridScene(chart) : pointScene(chart)),
  box: boxScene,
  heatmap: gridScene,
  pie: pieScene,
  donut: pieScene,
  number: numberScene,
  table: emptyScene,
}

/** Lays out a chart in a place of `width` x `height` pixels; it becomes higher where its categories need it. */
export const layoutChart = (input: ChartInput): Scene =>
  input.data.rows.length === 0 ? emptyScene(input) : scenes[input.data.spec.mark](prepare(input))
