import { formatCount, formatShare } from '../../shared/format-numbers.ts'
import { classNames } from '../ui/class-names.ts'

/** A bar of 3 px: the filled part is the share of rows without a value; `part` is how many of them some of the rows are. */
export function NullBar({ nullCount, count, part }: { nullCount: number; count: number; part?: number | undefined }) {
  const share = count === 0 ? 0 : nullCount / count
  return (
    <div
      className="h-[3px] w-full overflow-hidden bg-hairline"
      title={nullCount === 0 ? 'No nulls' : nullText(nullCount, share, part)}
    >
      {nullCount > 0 && (
        <div
          className={classNames('h-full min-w-px', part === undefined ? 'bg-control' : 'bg-control/35')}
          style={{ width: `${share * 100}%` }}
        >
          {part !== undefined && part > 0 && (
            <div className="h-full min-w-px bg-control" style={{ width: `${(part / nullCount) * 100}%` }} />
          )}
        </div>
      )}
    </div>
  )
}

const nullText = (nullCount: number, share: number, part: number | undefined) =>
  part === undefined
    ? `${formatCount(nullCount)} null · ${formatShare(share)}`
    : `${formatCount(part)} of ${formatCount(nullCount)} null`
