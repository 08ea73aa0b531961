import type { Paint, Shape } from './scene.ts'
import type { Series } from './series.ts'
import { fitText, textWidth } from './text-width.ts'
import { valueText } from './value-text.ts'

const palest = 0.12
const legendSteps = 24
const legendWidth = 120

/** How full the colour of a figure is. */
export type Shade = {
  low: number
  high: number
  paint: (figure: number, series?: Series) => Paint
}

/** One hue from pale to `fullest` (1 is all of it); two where figures lie on both sides of zero, fuller away from it. */
export const createShade = (figures: number[], fullest: number): Shade => {
  const low = figures.reduce((least, figure) => Math.min(least, figure), Number.POSITIVE_INFINITY)
  const high = figures.reduce((most, figure) => Math.max(most, figure), Number.NEGATIVE_INFINITY)
  const isDiverging = low < 0 && high > 0
  const reach = Math.max(-low, high)
  const from = low >= 0 && low <= (high - low) / 2 ? 0 : low
  const shareOf = (figure: number) => {
    if (isDiverging) return (fullest * Math.abs(figure)) / reach
    return high > from ? palest + ((fullest - palest) * (figure / 2 - from / 2)) / (high / 2 - from / 2) : fullest
  }
  const paint = (figure: number, series?: Series) => ({
    token: series ? tokenOf(series) : isDiverging && figure < 0 ? 'category-2' : 'category-1',
    share: Math.round(shareOf(figure) * 100) / 100,
  })
  return { low: isDiverging ? -reach : from, high: isDiverging ? reach : high, paint }
}

const tokenOf = ({ paint, isOther }: Series) => (isOther || typeof paint !== 'string' ? 'category-other' : paint)

/** The colours from the least to the largest figure, with what they are. */
export const shadeLegend = (shade: Shade, title: string, width: number, top: number): Shape[] => {
  if (!(shade.high >= shade.low)) return []
  const y = top + 4
  const [low, high] = [shade.low, shade.high].map((value) => valueText(Number(value.toPrecision(4))))
  const name = fitText(title, Math.max(40, width - legendWidth - textWidth(`${low}${high}`) - 40))
  const start = textWidth(name) + 12
  const step = legendWidth / legendSteps
  const from = start + textWidth(low ?? '') + 6
  const text = (x: number, shown: string): Shape => ({
    ...{ kind: 'text', x, y: y + 5, text: shown, anchor: 'start', fill: 'text-2' },
  })
  return [
    text(0, name),
    text(start, low ?? ''),
    ...Array.from({ length: legendSteps }, (_, index): Shape => {
      const figure = shade.low + ((shade.high - shade.low) * (index + 0.5)) / legendSteps
      return { kind: 'rect', x: from + index * step, y, width: step + 0.3, height: 10, fill: shade.paint(figure) }
    }),
    text(from + legendWidth + 6, high ?? ''),
  ]
}
