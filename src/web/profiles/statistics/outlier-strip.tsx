import { formatStatistic } from '../../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'

const height = 18

/**
 * The values of a column on one line: from the smallest to the largest, the middle half as a box, the bounds as ticks,
 * and what lies outside of them in amber.
 */
export function OutlierStrip({
  profile,
  lower,
  upper,
}: {
  profile: ColumnProfile
  lower: number | null
  upper: number | null
}) {
  const { box, min, max } = profile
  const [low, high] = [Number(min), Number(max)]
  if (!box || min === null || max === null || !(high > low)) return null
  const at = (value: number) => `${Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100))}%`
  const width = (from: number, to: number) => `${Math.max(0, Math.min(100, ((to - from) / (high - low)) * 100))}%`
  const number = formatStatistic
  return (
    <svg
      role="img"
      aria-label={`From ${number(low)} to ${number(high)}; the middle half from ${number(box.q1)} to ${number(box.q3)}, the median ${number(box.median)}.`}
      width="100%"
      height={height}
      className="block overflow-visible"
    >
      <line x1="0" x2="100%" y1={height / 2} y2={height / 2} className="stroke-control" />
      {lower !== null && lower > low && (
        <rect x="0" y={height / 2 - 1.5} width={width(low, lower)} height={3} className="fill-amber" />
      )}
      {upper !== null && upper < high && (
        <rect x={at(upper)} y={height / 2 - 1.5} width={width(upper, high)} height={3} className="fill-amber" />
      )}
      <rect
        x={at(box.q1)}
        y={3}
        width={width(box.q1, box.q3)}
        height={height - 6}
        className="fill-category-1 opacity-60"
      />
      <line x1={at(box.median)} x2={at(box.median)} y1={2} y2={height - 2} className="stroke-text stroke-2" />
      {[lower, upper].map(
        (bound, index) =>
          bound !== null &&
          bound > low &&
          bound < high && (
            <line
              key={index === 0 ? 'lower' : 'upper'}
              x1={at(bound)}
              x2={at(bound)}
              y1={4}
              y2={height - 4}
              className="stroke-control"
            />
          ),
      )}
    </svg>
  )
}
