import { binText } from '../../shared/bound-text.ts'
import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { type Bin, barAt, histogramBars } from '../../shared/histogram-bars.ts'
import { classNames } from '../ui/class-names.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { magnification } from './magnification.ts'

const paleFill = 'fill-[color-mix(in_srgb,var(--color-category-1)_30%,var(--color-surface))]'

/**
 * A histogram without axes, small enough for the head of a column; the pointer reads exact counts from it. With `part`,
 * the counts of some of the rows stand before the pale whole, and where they are few, they are enlarged and it says so.
 */
export function MiniHistogram({
  bins,
  part,
  width,
  height,
}: {
  bins: Bin[]
  part?: number[] | undefined
  width: number
  height: number
}) {
  const bars = histogramBars(bins, width, height)
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const whole = bins.map(({ count }) => count)
  const times = part ? magnification(whole, part) : 1
  const scale = (height * times) / Math.max(1, ...whole)
  const read = (event: React.PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const bar = barAt(bars, event.clientX - box.left)
    if (!bar) return
    const share = formatShare(total ? bar.bin.count / total : 0)
    const counted = part?.[bars.indexOf(bar)]
    showChartTip({
      x: box.left + (bar.slotLeft + bar.slotRight) / 2,
      y: box.top,
      title: binText(bar.bin, bar === bars.at(-1)),
      lines: [
        counted === undefined
          ? `${formatCounted(bar.bin.count, 'row')} · ${share}`
          : `${formatCount(counted)} of ${formatCounted(bar.bin.count, 'row')}`,
      ],
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
      {bars.map((bar, index) => {
        const counted = part?.[index]
        const partHeight = counted ? Math.max(1, Math.round(counted * scale)) : 0
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
          <g key={index} className="group/bar">
            <rect x={bar.slotLeft} width={bar.slotRight - bar.slotLeft} height={height} fill="transparent" />
            <rect
              x={bar.left}
              y={height - bar.height}
              width={bar.width}
              height={bar.height}
              className={classNames(part ? paleFill : 'fill-category-1', 'group-hover/bar:fill-accent')}
            />
            {partHeight > 0 && (
              <rect
                x={bar.left}
                y={height - partHeight}
                width={bar.width}
                height={partHeight}
                className="fill-category-1"
              />
            )}
          </g>
        )
      })}
      {times > 1 && (
        <text
          x={width}
          y={8}
          textAnchor="end"
          className="fill-text-2 stroke-surface stroke-[3px] text-[10px] tabular [paint-order:stroke]"
        >
          ×{times}
        </text>
      )}
    </svg>
  )
}
