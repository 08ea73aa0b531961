import type { Shape } from './scene.ts'
import type { Series } from './series.ts'
import { fitText, textWidth } from './text-width.ts'

const lineHeight = 20
const swatch = 10
const gap = 16
const widestName = 160

/** The names of the series with their colours, in lines from the left; none where there is one series without a name. */
export const layoutLegend = (series: Series[], width: number, top: number): { height: number; shapes: Shape[] } => {
  const shapes: Shape[] = []
  if (series.length < 2 && !series[0]?.label) return { height: 0, shapes }
  let x = 0
  let y = top + lineHeight / 2
  for (const { label, paint } of series) {
    const text = fitText(label, Math.min(widestName, width - swatch - 6))
    const room = swatch + 6 + textWidth(text)
    if (x > 0 && x + room > width) {
      x = 0
      y += lineHeight
    }
    shapes.push({ kind: 'rect', x, y: y - swatch / 2, width: swatch, height: swatch, fill: paint })
    shapes.push({ kind: 'text', x: x + swatch + 6, y, text, full: label, anchor: 'start', fill: 'text-2' })
    x += room + gap
  }
  return { height: y + lineHeight / 2 - top, shapes }
}
