import { classNames } from '../ui/class-names.ts'

export type LabelledBar = { label: string; value: number; text: string; isMeant: boolean }

/** A few values as bars from zero, each with its label and its number; those that are meant stand out. */
export function LabelledBars({ label, bars }: { label: string; bars: LabelledBar[] }) {
  const low = Math.min(0, ...bars.map(({ value }) => value))
  const high = Math.max(0, ...bars.map(({ value }) => value))
  const place = (value: number) => (high > low ? ((value - low) / (high - low)) * 100 : 0)
  return (
    <ul aria-label={label} className="flex flex-col gap-px text-12">
      {bars.map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are known by their place, and labels may be rounded
        <li key={index} className="grid h-5 grid-cols-[minmax(0,2fr)_minmax(0,3fr)_4.5rem] items-center gap-2">
          <span
            className={classNames('truncate', bar.isMeant ? 'font-medium text-text' : 'text-text-2')}
            title={bar.label}
          >
            {bar.label || '""'}
          </span>
          <span aria-hidden className="relative h-3">
            <span
              className={classNames('absolute inset-y-0 min-w-px', bar.isMeant ? 'bg-category-1' : 'bg-category-1/35')}
              style={{
                left: `${place(Math.min(0, bar.value))}%`,
                width: `${place(Math.max(0, bar.value)) - place(Math.min(0, bar.value))}%`,
              }}
            />
          </span>
          <span className="text-right tabular">{bar.text}</span>
        </li>
      ))}
    </ul>
  )
}
