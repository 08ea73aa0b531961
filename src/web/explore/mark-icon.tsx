import {
  ChartArea,
  ChartCandlestick,
  ChartColumn,
  ChartColumnBig,
  ChartLine,
  ChartPie,
  ChartScatter,
  Donut,
  Grid3x3,
  Hash,
  Table2,
} from 'lucide-react'
import type { ChartMark } from '../../shared/charts.ts'

const marks = {
  bar: { icon: ChartColumn, name: 'Bars' },
  line: { icon: ChartLine, name: 'Line' },
  area: { icon: ChartArea, name: 'Area' },
  point: { icon: ChartScatter, name: 'Points' },
  histogram: { icon: ChartColumnBig, name: 'Histogram' },
  box: { icon: ChartCandlestick, name: 'Boxes' },
  heatmap: { icon: Grid3x3, name: 'Heat map' },
  pie: { icon: ChartPie, name: 'Pie' },
  donut: { icon: Donut, name: 'Donut' },
  number: { icon: Hash, name: 'Number' },
  table: { icon: Table2, name: 'Table' },
} satisfies Record<ChartMark, unknown>

/** How a mark is called on the screen. */
export const markName = (mark: ChartMark): string => marks[mark].name

/** The icon of a mark, in secondary text. */
export function MarkIcon({ mark, size = 16 }: { mark: ChartMark; size?: number }) {
  const { icon: Icon } = marks[mark]
  return <Icon aria-hidden size={size} className="shrink-0 text-text-2" />
}
