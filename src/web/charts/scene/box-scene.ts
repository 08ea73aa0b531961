import { formatCounted } from '../../../shared/format-numbers.ts'
import { brushOf } from './brush-side.ts'
import { type ChartRow, columnOf, numberOf } from './chart-rows.ts'
import { layoutFrame } from './frame.ts'
import { mustLie, roomForAxes, slotOf, wholeSide } from './lying.ts'
import { channelSide, type Prepared, titleOf, valueSide } from './prepare.ts'
import type { Box, Hit, Paint, Scene, Shape } from './scene.ts'
import type { Place, Side } from './side.ts'
import { valueText } from './value-text.ts'

const rowHeight = 26
const broadest = 48
const fill: Paint = { token: 'category-1', share: 0.3 }

const figures = ['low', 'q1', 'median', 'q3', 'high'] as const
const names = {
  low: 'lower whisker',
  q1: 'first quartile',
  median: 'median',
  q3: 'third quartile',
  high: 'upper whisker',
}

type Figures = Record<(typeof figures)[number], number>

/** The middle half of the values as a box with its median, and whiskers to the outermost ones within the fences. */
export const boxScene = (chart: Prepared): Scene => {
  const column = figures.map((role) => columnOf(chart.data, role)).find(Boolean)
  const title = titleOf(chart, column && { ...column, name: column.column ?? column.name, aggregate: null }, 'y')
  const side = channelSide(chart, 'x') ?? channelSide(chart, 'y') ?? wholeSide
  const boxesOf = (rows: ChartRow[]) =>
    rows.flatMap((row) => {
      const place = side.placeOf(row)
      const values = figuresOf(row)
      return place && values ? [{ row, place, values }] : []
    })
  const boxes = boxesOf(chart.rows)
  const front = chart.frontRows && boxesOf(chart.frontRows)
  const values = valueSide(
    chart,
    [...boxes, ...(front ?? [])].flatMap((box) => Object.values(box.values)),
    false,
    title,
  )
  const count = side.bands?.length ?? 1
  const isLying = mustLie(side, chart.width)
  const height = isLying ? Math.max(chart.height, count * rowHeight + roomForAxes) : chart.height
  const sides = isLying ? { x: values, y: side } : { x: side, y: values }
  const { plot, shapes } = layoutFrame({ width: chart.width, height, ...sides })
  return {
    ...{ width: chart.width, height, plot },
    shapes: [
      ...shapes,
      ...boxes.flatMap((box) => drawBox(box.values, box.place, { values, plot, isLying, isPale: front !== undefined })),
      ...(front ?? []).flatMap((box) => drawBox(box.values, box.place, { values, plot, isLying, isPale: false })),
    ],
    hits: boxes.map(({ row, place, values: own }): Hit => {
      const area = slotOf(place, plot, isLying)
      return {
        ...{ area, title: place.title, filter: place.filter },
        at: { x: area.x + area.width / 2, y: isLying ? area.y : alongOf(own.high, values, plot, false) },
        lines: linesOf(row),
      }
    }),
    brush: brushOf(side, isLying ? 'y' : 'x'),
  }
}

const figuresOf = (row: ChartRow): Figures | undefined => {
  const found = figures.map((role) => [role, numberOf(row[role])] as const)
  return found.every(([, value]) => value !== null) ? (Object.fromEntries(found) as Figures) : undefined
}

const linesOf = (row: ChartRow): string[] => {
  const outliers = numberOf(row.outliers) ?? 0
  return [
    ...[...figures].reverse().map((role) => `${names[role]}: ${valueText(row[role])}`),
    `${formatCounted(numberOf(row.n) ?? 0, 'value')}, ${formatCounted(outliers, 'outlier')}`,
  ]
}

const alongOf = (value: number, { scale }: Side, plot: Box, isLying: boolean): number => {
  const share = scale?.shareOf(value) ?? 0
  return isLying ? plot.x + share * plot.width : plot.y + (1 - share) * plot.height
}

type BoxLook = { values: Side; plot: Box; isLying: boolean; isPale: boolean }

const drawBox = (own: Figures, place: Place, { values, plot, isLying, isPale }: BoxLook): Shape[] => {
  const slot = slotOf(place, plot, isLying)
  const breadth = Math.min(broadest, (isLying ? slot.height : slot.width) * 0.6)
  const middle = isLying ? slot.y + slot.height / 2 : slot.x + slot.width / 2
  const near = middle - breadth / 2
  const at = (role: keyof Figures) => alongOf(own[role], values, plot, isLying)
  const [from, to] = [Math.min(at('q1'), at('q3')), Math.max(at('q1'), at('q3'))]
  const size = Math.max(1, to - from)
  const across = (along: number, wide: number) =>
    isLying ? `M${along} ${middle - wide / 2}v${wide}` : `M${middle - wide / 2} ${along}h${wide}`
  const along = (start: number, end: number) => (isLying ? `M${start} ${middle}H${end}` : `M${middle} ${start}V${end}`)
  const whiskers = `${along(at('low'), at('q1'))}${along(at('q3'), at('high'))}${across(at('low'), breadth / 2)}${across(at('high'), breadth / 2)}`
  return [
    { kind: 'path', d: whiskers, stroke: 'category-1', strokeWidth: 1.25, isPale },
    isLying
      ? { kind: 'rect', x: from, y: near, width: size, height: breadth, fill, isPale }
      : { kind: 'rect', x: near, y: from, width: breadth, height: size, fill, isPale },
    { kind: 'path', d: across(at('median'), breadth), stroke: 'category-1', strokeWidth: 2.5, isPale },
  ]
}
