import { classNames } from './class-names.ts'

/** Stands where something will be, in its final size (given by `className`); shows itself after 150 ms only. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('skeleton block', className)} />
}

/** Tells screen readers that the skeletons inside are loading. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: React.ReactNode
}) {
  return (
    <div role="status" aria-label={label} className={className}>
      {children}
    </div>
  )
}
