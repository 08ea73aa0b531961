import { formatCount, formatShare } from '../../shared/format-numbers.ts'

/** A bar of 3 px: the filled part is the share of rows without a value. */
export function NullBar({ nullCount, count }: { nullCount: number; count: number }) {
  const share = count === 0 ? 0 : nullCount / count
  return (
    <div
      className="h-[3px] w-full overflow-hidden bg-hairline"
      title={nullCount === 0 ? 'No nulls' : `${formatCount(nullCount)} null · ${formatShare(share)}`}
    >
      {nullCount > 0 && <div className="h-full min-w-px bg-control" style={{ width: `${share * 100}%` }} />}
    </div>
  )
}
