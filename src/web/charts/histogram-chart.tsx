import { binText } from '../../shared/bound-text.ts'
import { formatCount, formatCounted, formatShare, formatStatistic } from '../../shared/format-numbers.ts'
import { type Bin, barAt, histogramBars, histogramExtent } from '../../shared/histogram-bars.ts'
import { histogramSummary } from '../../shared/histogram-summary.ts'
import { axisHeight, BottomAxis, ValueLines, widthOfTick } from './axes.tsx'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { countAxis } from './count-axis.ts'
import { niceTicks } from './nice-ticks.ts'
import { timeTicks } from './time-ticks.ts'
import { useWidth } from './use-width.ts'

const roomAbove = 6

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
  const [box, width] = useWidth()
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
        <ValueLines
          ticks={counts.map((count) => ({
            y: plotHeight - Math.round((count / tallest) * plotHeight) + 0.5,
            label: formatCount(count),
          }))}
          width={plotWidth}
        />
        <g shapeRendering="crispEdges" className="fill-category-1">
          {bars.map((bar, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
            <rect key={index} x={bar.left} y={plotHeight - bar.height} width={bar.width} height={bar.height} />
          ))}
        </g>
        <BottomAxis ticks={ticks} width={plotWidth} height={plotHeight} />
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
