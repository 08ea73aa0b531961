import { classNames } from './class-names.ts'

/** What may be wider than its place: it scrolls sideways by itself, with the keyboard too. `label` says what it holds. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: React.ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section aria-label={label} tabIndex={0} className={classNames('overflow-x-auto', className)}>
      {children}
    </section>
  )
}
