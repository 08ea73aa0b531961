import { binText } from '../../shared/bound-text.ts'
import { formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { type Bin, barAt, histogramBars } from '../../shared/histogram-bars.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'

/** A histogram without axes, small enough for the head of a column; the pointer reads exact counts from it. */
export function MiniHistogram({ bins, width, height }: { bins: Bin[]; width: number; height: number }) {
  const bars = histogramBars(bins, width, height)
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const read = (event: React.PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const bar = barAt(bars, event.clientX - box.left)
    if (!bar) return
    showChartTip({
      x: box.left + (bar.slotLeft + bar.slotRight) / 2,
      y: box.top,
      title: binText(bar.bin, bar === bars.at(-1)),
      lines: [`${formatCounted(bar.bin.count, 'row')} · ${formatShare(total ? bar.bin.count / total : 0)}`],
    })
  }
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      shapeRendering="crispEdges"
      className="group/chart block overflow-visible"
      onPointerMove={read}
      onPointerDown={read}
      onPointerLeave={hideChartTip}
    >
      <rect y={height - 1} width={width} height={1} className="fill-hairline" />
      {bars.map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
        <g key={index} className="group/bar">
          <rect x={bar.slotLeft} width={bar.slotRight - bar.slotLeft} height={height} fill="transparent" />
          <rect
            x={bar.left}
            y={height - bar.height}
            width={bar.width}
            height={bar.height}
            className="fill-category-1 group-hover/bar:fill-accent"
          />
        </g>
      ))}
    </svg>
  )
}
