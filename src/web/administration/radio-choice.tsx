import { Radio } from 'react-aria-components/RadioGroup'

/** One of the ways that a dialog offers. */
export function RadioChoice({ value, children }: { value: string; children: React.ReactNode }) {
  return (
    <Radio value={value} className="group flex min-h-6 items-center gap-2 text-14 text-text">
      <span
        aria-hidden
        className="size-4 shrink-0 rounded-full shadow-[inset_0_0_0_1px_var(--color-control)] group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-selected:shadow-[inset_0_0_0_5px_var(--color-accent)]"
      />
      {children}
    </Radio>
  )
}
