import { emptyScene } from './empty-scene.ts'
import { figureCell, figureOf, type Prepared, valueTitle } from './prepare.ts'
import type { Scene, Shape } from './scene.ts'
import { fitText, textWidth } from './text-width.ts'
import { tipLines } from './tip-lines.ts'
import { valueText } from './value-text.ts'

const largest = 40
const smallest = 16

/** One number, as large as its place allows, over what it is. */
export const numberScene = (chart: Prepared): Scene => {
  const [row] = chart.rows
  if (!row) return emptyScene(chart)
  const [front] = chart.frontRows ?? []
  const shown = front ?? row
  const full = valueText(figureCell(shown))
  const figure = figureOf(shown)
  const size = Math.max(
    smallest,
    Math.min(largest, (chart.height - 28) * 0.8, (chart.width / textWidth(full, 100)) * 95),
  )
  const isLong = textWidth(full, size) > chart.width
  const text = isLong && figure !== null ? valueText(Number(figure.toPrecision(6))) : full
  const y = Math.max(size / 2, chart.height / 2 - 10)
  const of = front ? ` of ${valueText(figureCell(row))}` : ''
  const words: Shape[] = [
    { kind: 'text', x: 0, y, text: fitText(text, chart.width, size), full, anchor: 'start', fill: 'text', size },
    {
      ...{
        kind: 'text',
        x: 0,
        y: y + size / 2 + 14,
        anchor: 'start',
        fill: 'text-2',
        full: `${valueTitle(chart)}${of}`,
      },
      text: fitText(`${valueTitle(chart)}${of}`, chart.width),
    },
  ]
  const area = { x: 0, y: 0, width: chart.width, height: chart.height }
  return {
    ...{ width: chart.width, height: chart.height, plot: area, shapes: words, brush: [] },
    hits: [
      {
        ...{ area, title: valueTitle(chart), lines: tipLines(chart, row, front), filter: undefined },
        at: { x: Math.min(chart.width, textWidth(text, size)) / 2, y: y - size / 2 },
      },
    ],
  }
}
