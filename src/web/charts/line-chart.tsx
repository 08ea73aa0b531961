import { millisecondsOf } from '../../shared/data-time.ts'
import { formatStatistic } from '../../shared/format-numbers.ts'
import { axisHeight, BottomAxis, ValueLines, widthOfTick } from './axes.tsx'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { niceTicks } from './nice-ticks.ts'
import { pathOf } from './scene/paths.ts'
import { timeTicks } from './time-ticks.ts'
import { useWidth } from './use-width.ts'

/** A moment, as the data writes it, and the value there; null breaks the line. */
export type LinePoint = { t: string; value: number | null }

/** A line over the same time: `style` tells it from the others without colour too. */
export type FurtherLine = { points: LinePoint[]; style: 'dashed' | 'dotted' }

const roomAbove = 8
const widthOfDigit = 7
const dashes = { dashed: '6 4', dotted: '1.5 3' }

/** Values over time as a line, perhaps with another one over it. The value axis need not begin at zero: the caption says so. */
export function LineChart({
  summary,
  points,
  further,
  height = 280,
  tipOf,
}: {
  summary: string
  points: LinePoint[]
  further?: FurtherLine | undefined
  height?: number
  tipOf: (index: number) => { title: string; lines: string[] }
}) {
  const [box, width] = useWidth()
  return (
    <div ref={box} style={{ height }}>
      {width > 0 && <Drawing {...{ summary, points, further, width, height, tipOf }} />}
    </div>
  )
}

/** The least and the greatest value drawn, with some room, so that a constant has an axis too. */
export const valueExtent = (lines: LinePoint[][]): [low: number, high: number] => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const line of lines) {
    for (const { value } of line) {
      if (value === null) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  if (low > high) return [0, 1]
  const room = low === high ? Math.abs(low) / 2 || 1 : (high - low) * 0.04
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room]
}

function Drawing({
  summary,
  points,
  further,
  width,
  height,
  tipOf,
}: {
  summary: string
  points: LinePoint[]
  further: FurtherLine | undefined
  width: number
  height: number
  tipOf: (index: number) => { title: string; lines: string[] }
}) {
  const moments = points.map(({ t }) => millisecondsOf(t))
  const [start, end] = [moments[0] ?? 0, moments.at(-1) ?? 0]
  const [low, high] = valueExtent(further ? [points, further.points] : [points])
  const values = niceTicks(low, high, 5)
  const left = 10 + widthOfDigit * Math.max(1, ...values.map((value) => formatStatistic(value).length))
  const plot = { width: Math.max(1, width - left - 8), height: height - axisHeight - roomAbove }
  const x = (moment: number) => (end === start ? plot.width / 2 : ((moment - start) / (end - start)) * plot.width)
  const y = (value: number) => plot.height - ((value - low) / (high - low)) * plot.height
  const path = (line: LinePoint[]) =>
    pathOf(line.map(({ t, value }) => value !== null && [x(millisecondsOf(t)), y(value)]))
  const read = (event: React.PointerEvent<SVGRectElement>) => {
    const area = event.currentTarget.getBoundingClientRect()
    const index = nearest(moments.map(x), event.clientX - area.left)
    const value = points[index]?.value ?? null
    if (value === null) return hideChartTip()
    showChartTip({ x: area.left + x(moments[index] as number), y: area.top + y(value), ...tipOf(index) })
  }
  return (
    <svg role="img" aria-label={summary} width={width} height={height} className="block overflow-visible">
      <g transform={`translate(${left} ${roomAbove})`}>
        <ValueLines
          ticks={values.map((value) => ({ y: Math.round(y(value)) + 0.5, label: formatStatistic(value) }))}
          width={plot.width}
        />
        <BottomAxis
          ticks={timeTicks(start, end, Math.max(2, Math.min(5, Math.floor(plot.width / widthOfTick)))).map(
            ({ at, label }) => ({ x: x(at) / plot.width, label }),
          )}
          width={plot.width}
          height={plot.height}
        />
        <path d={path(points)} fill="none" strokeWidth={1.5} strokeLinejoin="round" className="stroke-category-1" />
        {points.length <= 60 &&
          points.map(
            ({ t, value }) =>
              value !== null && (
                <circle key={t} cx={x(millisecondsOf(t))} cy={y(value)} r={2.5} className="fill-category-1" />
              ),
          )}
        {further && (
          <path
            d={path(further.points)}
            fill="none"
            strokeWidth={further.style === 'dotted' ? 2 : 1.5}
            strokeDasharray={dashes[further.style]}
            className="stroke-category-2"
          />
        )}
        <rect
          width={plot.width}
          height={plot.height}
          fill="transparent"
          onPointerMove={read}
          onPointerDown={read}
          onPointerLeave={hideChartTip}
        />
      </g>
    </svg>
  )
}

/** The place of the number nearest to another one. */
const nearest = (sorted: number[], wanted: number): number =>
  sorted.reduce(
    (best, at, index) => (Math.abs(at - wanted) < Math.abs((sorted[best] as number) - wanted) ? index : best),
    0,
  )
