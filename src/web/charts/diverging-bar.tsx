import { classNames } from '../ui/class-names.ts'

/** A coefficient from −1 to 1 as a bar from the middle. */
export function DivergingBar({ value }: { value: number }) {
  return (
    <span aria-hidden className="relative block h-2 w-full bg-sunken">
      <span
        className={classNames('absolute inset-y-0', value < 0 ? 'right-1/2 bg-category-2' : 'left-1/2 bg-category-1')}
        style={{ width: `${Math.abs(value) * 50}%` }}
      />
      <span className="absolute -inset-y-0.5 left-1/2 w-px bg-control" />
    </span>
  )
}
