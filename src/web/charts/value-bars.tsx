import { formatCount, formatShare } from '../../shared/format-numbers.ts'
import { classNames } from '../ui/class-names.ts'

export type ValueBar = { value: React.ReactNode; text: string; count: number }

/** Values as bars with their counts and shares, in the order given, what is left out last. */
export function ValueBars({
  label,
  bars,
  total,
  other,
}: {
  label: string
  bars: ValueBar[]
  total: number
  other?: { label: string; count: number } | undefined
}) {
  const largest = Math.max(1, ...bars.map((bar) => bar.count))
  return (
    <ul aria-label={label} className="flex flex-col gap-px text-12">
      {bars.map((bar) => (
        <Bar key={bar.text} {...bar} share={bar.count / total} extent={bar.count / largest} />
      ))}
      {other && other.count > 0 && (
        <Bar
          value={<span className="font-sans text-text-2">{other.label}</span>}
          text={other.label}
          count={other.count}
          share={other.count / total}
          extent={Math.min(1, other.count / largest)}
          isRest
        />
      )}
    </ul>
  )
}

function Bar({
  value,
  text,
  count,
  share,
  extent,
  isRest = false,
}: ValueBar & { share: number; extent: number; isRest?: boolean }) {
  return (
    <li className="relative flex h-6 items-center gap-2 px-1.5">
      <span
        aria-hidden
        className={classNames(
          'absolute inset-y-0 left-0 min-w-px rounded-sm',
          isRest ? 'hatched opacity-25' : 'bg-category-1/25',
        )}
        style={{ width: `${extent * 100}%` }}
      />
      <span className="relative min-w-0 flex-1 truncate font-mono whitespace-pre" title={text}>
        {value}
      </span>
      <span className="relative tabular">{formatCount(count)}</span>
      <span className="relative w-12 text-right text-text-2 tabular">{formatShare(share)}</span>
    </li>
  )
}
