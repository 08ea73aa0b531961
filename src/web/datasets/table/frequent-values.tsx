import { cellText, storedText } from '../../../shared/cell-text.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { classNames } from '../../ui/class-names.ts'
import { ShownText } from '../../values/shown-text.tsx'
import { asTyped } from './filter-conditions.ts'

/** Values with their counts, each to be pressed instead of typed. */
export function FrequentValues({
  values,
  isChosen,
  onPress,
}: {
  values: readonly { value: unknown; count: number }[]
  isChosen: (typed: string) => boolean
  onPress: (typed: string) => void
}) {
  return values.map(({ value, count }) => {
    const typed = asTyped(storedText(value))
    return (
      <button
        key={typed}
        type="button"
        aria-pressed={isChosen(typed)}
        onClick={() => onPress(typed)}
        className={classNames(
          'flex h-6 max-w-full items-center gap-1.5 rounded-sm px-1.5 font-mono text-12 whitespace-pre shadow-[inset_0_0_0_1px_var(--color-hairline)] hover:bg-hover',
          isChosen(typed) && 'bg-selected',
        )}
      >
        <span className="truncate">
          <ShownText shown={cellText(value)} />
        </span>
        <span className="font-sans text-text-2 tabular">{formatCount(count)}</span>
      </button>
    )
  })
}
