import { useRef } from 'react'
import { formatCount, formatCounted, formatShare, formatStatistic } from '../ui/format.ts'
import { binText } from './bound-text.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { countAxis } from './count-axis.ts'
import { type Bin, barAt, histogramBars, histogramExtent } from './histogram-bars.ts'
import { histogramSummary } from './histogram-summary.ts'
import { niceTicks } from './nice-ticks.ts'
import { timeTicks } from './time-ticks.ts'
import { useWidth } from './use-width.ts'

const axisHeight = 22
const roomAbove = 6
const widthOfTick = 84

/** A histogram with its axes. Bars begin at zero; the bounds of the bins are the profile's, exactly. */
export function HistogramChart({
  name,
  bins,
  nullCount,
  height = 120,
}: {
  name: string
  bins: Bin[]
  nullCount: number
  height?: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  return (
    <div ref={box} style={{ height }}>
      {width > 0 && <Drawing name={name} bins={bins} nullCount={nullCount} width={width} height={height} />}
    </div>
  )
}

function Drawing({
  name,
  bins,
  nullCount,
  width,
  height,
}: {
  name: string
  bins: Bin[]
  nullCount: number
  width: number
  height: number
}) {
  const extent = histogramExtent(bins)
  if (!extent) return null
  const tallest = Math.max(1, ...bins.map((bin) => bin.count))
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const plotHeight = height - axisHeight - roomAbove
  const { ticks: counts, width: left } = countAxis(bins, height)
  const plotWidth = width - left
  const bars = histogramBars(bins, plotWidth, plotHeight)
  const ticks = ticksOf(bins, extent, Math.max(2, Math.min(5, Math.floor(plotWidth / widthOfTick))))
  const read = (event: React.PointerEvent<SVGRectElement>) => {
    const area = event.currentTarget.getBoundingClientRect()
    const bar = barAt(bars, event.clientX - area.left)
    if (!bar) return
    showChartTip({
      x: area.left + (bar.slotLeft + bar.slotRight) / 2,
      y: area.bottom - Math.max(bar.height, 1),
      title: binText(bar.bin, bar === bars.at(-1)),
      lines: [`${formatCounted(bar.bin.count, 'row')} · ${formatShare(total ? bar.bin.count / total : 0)}`],
    })
  }
  return (
    <svg
      role="img"
      aria-label={histogramSummary(name, bins, nullCount)}
      width={width}
      height={height}
      className="block overflow-visible"
    >
      <g transform={`translate(${left} ${roomAbove})`}>
        {counts.map((count) => {
          const y = plotHeight - Math.round((count / tallest) * plotHeight) + 0.5
          return (
            <g key={count}>
              <line x2={plotWidth} y1={y} y2={y} className="stroke-hairline" />
              <text x={-6} y={y} dy="0.32em" textAnchor="end" className="fill-text-2 text-12 tabular">
                {formatCount(count)}
              </text>
            </g>
          )
        })}
        <g shapeRendering="crispEdges" className="fill-category-1">
          {bars.map((bar, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
            <rect key={index} x={bar.left} y={plotHeight - bar.height} width={bar.width} height={bar.height} />
          ))}
        </g>
        <line x2={plotWidth} y1={plotHeight + 0.5} y2={plotHeight + 0.5} className="stroke-control" />
        {ticks.map(({ x, label }) => (
          <g key={label} transform={`translate(${Math.round(x * plotWidth)} ${plotHeight})`}>
            <line y2={4} x1={0.5} x2={0.5} className="stroke-control" />
            <text y={axisHeight - 6} textAnchor={anchorAt(x, plotWidth, label)} className="fill-text-2 text-12 tabular">
              {label}
            </text>
          </g>
        ))}
        <rect
          width={plotWidth}
          height={plotHeight}
          fill="transparent"
          onPointerMove={read}
          onPointerDown={read}
          onPointerLeave={hideChartTip}
        />
      </g>
    </svg>
  )
}

const anchorAt = (x: number, width: number, label: string) => {
  const half = label.length * 3.6
  if (x * width < half) return 'start'
  return (1 - x) * width < half ? 'end' : 'middle'
}

const ticksOf = (bins: Bin[], { low, high }: { low: number; high: number }, count: number) => {
  const place = (at: number) => (high === low ? 0.5 : (at - low) / (high - low))
  if (typeof bins[0]?.lower === 'string')
    return timeTicks(low, high, count).map(({ at, label }) => ({ x: place(at), label }))
  const isYears = Number.isInteger(low) && low >= 1000 && high <= 2200
  const ticks = niceTicks(low, high, count).map((at) => ({
    x: place(at),
    label: isYears ? String(at) : formatStatistic(at),
  }))
  if (new Set(ticks.map(({ label }) => label)).size === ticks.length) return ticks
  return [low, high].map((at) => ({ x: place(at), label: String(at) }))
}
