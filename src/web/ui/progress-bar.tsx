import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar'
import { classNames } from './class-names.ts'

/** A thin bar; `share` runs from 0 to 1, null means that nobody knows yet. */
export function ProgressBar({
  label,
  share,
  tone = 'accent',
  className,
}: {
  label: string
  share: number | null
  tone?: 'accent' | 'red' | 'green'
  className?: string
}) {
  return (
    <AriaProgressBar
      aria-label={label}
      value={(share ?? 0) * 100}
      isIndeterminate={share === null}
      className={classNames('block', className)}
    >
      {({ percentage, isIndeterminate }) => (
        <span className="block h-1 overflow-hidden rounded-full bg-hairline">
          <span
            className={classNames(
              'block h-full rounded-full',
              { accent: 'bg-accent', red: 'bg-red', green: 'bg-green' }[tone],
              isIndeterminate ? 'w-2/5 animate-[indeterminate_1.4s_ease-in-out_infinite]' : 'transition-[width]',
            )}
            style={isIndeterminate ? undefined : { width: `${percentage ?? 0}%` }}
          />
        </span>
      )}
    </AriaProgressBar>
  )
}
