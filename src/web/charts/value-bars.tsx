import { classNames } from '../ui/class-names.ts'
import { formatCount, formatShare } from '../ui/format.ts'

export type ValueBar = { value: React.ReactNode; text: string; count: number }

/**
 * The most frequent values as bars with their counts and shares, most frequent first, what is left out last. It is a
 * table of its own: the bars only repeat what the cells say.
 */
export function ValueBars({
  name,
  bars,
  total,
  other,
}: {
  name: string
  bars: ValueBar[]
  total: number
  other?: { label: string; count: number } | undefined
}) {
  const largest = Math.max(1, ...bars.map((bar) => bar.count), other?.count ?? 0)
  return (
    <table className="w-full table-fixed border-collapse text-12">
      <caption className="sr-only">Most frequent values of {name}, with how many rows have each</caption>
      <thead className="sr-only">
        <tr>
          <th>Value</th>
          <th>Rows</th>
          <th>Share</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <Bar key={bar.text} {...bar} share={bar.count / total} extent={bar.count / largest} />
        ))}
        {other && other.count > 0 && (
          <Bar
            value={<span className="font-sans text-text-2">{other.label}</span>}
            text={other.label}
            count={other.count}
            share={other.count / total}
            extent={other.count / largest}
            isRest
          />
        )}
      </tbody>
    </table>
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
    <tr className="h-6">
      <td className="relative overflow-hidden p-0">
        <span
          aria-hidden
          className={classNames(
            'absolute inset-y-0.5 left-0 min-w-px rounded-sm',
            isRest ? 'hatched opacity-35' : 'bg-category-1/20',
          )}
          style={{ width: `${extent * 100}%` }}
        />
        <span className="relative block truncate px-1.5 font-mono whitespace-pre" title={text}>
          {value}
        </span>
      </td>
      <td className="w-20 pl-2 text-right tabular">{formatCount(count)}</td>
      <td className="w-16 pl-2 text-right text-text-2 tabular">{formatShare(share)}</td>
    </tr>
  )
}
