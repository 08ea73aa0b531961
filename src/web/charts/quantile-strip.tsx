import { formatStatistic } from '../../shared/format-numbers.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { useWidth } from './use-width.ts'

export type Quantiles = { p05: number; p25: number; p50: number; p75: number; p95: number }

const height = 20

/**
 * Where the middle of the values lies, on the same axis as the histogram above it: a line from the 5th to the 95th
 * percentile, a box around the middle half, a mark at the median.
 */
export function QuantileStrip({
  name,
  quantiles,
  low,
  high,
  inset = 0,
}: {
  name: string
  quantiles: Quantiles
  low: number
  high: number
  inset?: number
}) {
  const [box, outerWidth] = useWidth()
  const width = Math.max(0, outerWidth - inset)
  const x = (value: number) => (high === low ? width / 2 : Math.round(((value - low) / (high - low)) * width))
  const { p05, p25, p50, p75, p95 } = quantiles
  const summary = `Half of ${name} lies between ${formatStatistic(p25)} and ${formatStatistic(p75)}, nine tenths between ${formatStatistic(p05)} and ${formatStatistic(p95)}; the median is ${formatStatistic(p50)}.`
  return (
    <div ref={box} style={{ height, paddingLeft: inset }}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={summary}
          width={width}
          height={height}
          className="block overflow-visible"
          onPointerEnter={(event) => {
            const area = event.currentTarget.getBoundingClientRect()
            showChartTip({
              x: area.left + x(p50),
              y: area.top,
              title: `median ${formatStatistic(p50)}`,
              lines: [
                `middle half ${formatStatistic(p25)} to ${formatStatistic(p75)}`,
                `middle 90 % ${formatStatistic(p05)} to ${formatStatistic(p95)}`,
              ],
            })
          }}
          onPointerLeave={hideChartTip}
        >
          <rect width={width} height={height} fill="transparent" />
          <line x1={x(p05)} x2={x(p95)} y1={height / 2} y2={height / 2} strokeWidth={2} className="stroke-category-1" />
          <rect
            x={x(p25)}
            y={5}
            width={Math.max(2, x(p75) - x(p25))}
            height={height - 10}
            rx={2}
            className="fill-[color-mix(in_srgb,var(--color-category-1)_44%,var(--color-surface))]"
          />
          <rect x={x(p50) - 1} y={3} width={2} height={height - 6} className="fill-text" />
        </svg>
      )}
    </div>
  )
}
