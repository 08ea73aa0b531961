import type { Drift } from '../../../shared/comparison.ts'
import { formatShare } from '../../../shared/format-numbers.ts'
import { hideChartTip, showChartTip } from '../../charts/chart-tip.tsx'

const width = 200
const height = 36

/** Two distributions over each other: bars for the table, a line at the height of the reference over each of them. */
export function DriftChart({ drift }: { drift: Drift }) {
  const { bins, name } = drift
  const tallest = Math.max(...bins.flatMap(({ share, with_share: before }) => [share, before]))
  if (bins.length === 0 || !(tallest > 0)) return <span className="text-12 text-text-2">no values</span>
  const slot = width / bins.length
  const scale = (share: number) => (share / tallest) * (height - 2)
  const gap = slot > 6 ? 1 : 0
  return (
    <svg
      role="img"
      aria-label={summaryOf(drift)}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block max-w-full"
      onPointerLeave={hideChartTip}
    >
      {bins.map(({ label, share, with_share: before }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
        <g key={index} transform={`translate(${index * slot} 0)`}>
          <rect
            x={0}
            y={height - scale(share)}
            width={slot - gap}
            height={scale(share)}
            className="fill-category-1"
            opacity={0.55}
          />
          <line
            x2={slot - gap}
            y1={height - scale(before) - 1}
            y2={height - scale(before) - 1}
            strokeWidth={2}
            className="stroke-category-2"
          />
          <rect
            width={slot}
            height={height}
            fill="transparent"
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              showChartTip({
                x: box.left + box.width / 2,
                y: box.top,
                title: `${name}: ${label || '""'}`,
                lines: [`now ${formatShare(share)}`, `compared with ${formatShare(before)}`],
              })
            }}
          />
        </g>
      ))}
    </svg>
  )
}

/** The bin in which the two differ most, as a sentence. */
function summaryOf({ name, bins }: Drift): string {
  const apart = bins.reduce((most, bin) => (differenceOf(bin) > differenceOf(most) ? bin : most))
  return `${name} in ${bins.length} bins. They differ most at ${apart.label || 'the empty text'}: ${formatShare(apart.share)} now, ${formatShare(apart.with_share)} in what it is compared with.`
}

function differenceOf({ share, with_share: before }: Drift['bins'][number]): number {
  return Math.abs(share - before)
}
