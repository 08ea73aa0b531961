import { classNames } from '../ui/class-names.ts'
import { formatCounted, formatShare } from '../ui/format.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { type ShareSegment, shareSegments } from './share-segments.ts'

const tints = [
  'bg-category-1',
  'bg-[color-mix(in_srgb,var(--color-category-1)_76%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_58%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_44%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_34%,var(--color-surface))]',
]
const narrowestLabel = 26

/** The most frequent values of a column side by side, with their names above where there is room, and the rest hatched. */
export function ShareStrip({
  values,
  total,
  distinctCount,
  width,
  height,
}: {
  values: { value: unknown; text: string; count: number }[]
  total: number
  distinctCount: number | null
  width: number
  height: number
}) {
  const segments = shareSegments(
    values.map((value) => ({ value, count: value.count })),
    total,
    width,
    tints.length,
  )
  const named = segments.filter(({ value }) => value !== undefined).length
  const others = distinctCount === null ? undefined : distinctCount - named
  const labelOf = ({ value }: ShareSegment<{ text: string }>) =>
    value ? value.text || '""' : others === undefined ? 'other' : `+${others.toLocaleString('en-US')}`
  const stripHeight = height >= 32 ? 14 : height
  return (
    <div aria-hidden className="relative" style={{ width, height }} onPointerLeave={hideChartTip}>
      {segments.map((segment, index) => (
        <div
          key={segment.left}
          className="absolute inset-y-0 flex flex-col justify-end gap-1"
          style={{ left: segment.left, width: segment.width }}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            showChartTip({
              x: box.left + box.width / 2,
              y: box.top,
              title: segment.value
                ? labelOf(segment)
                : others === undefined
                  ? 'Other values'
                  : formatCounted(others, 'other value'),
              lines: [`${formatCounted(segment.count, 'row')} · ${formatShare(segment.share)}`],
            })
          }}
        >
          {height >= 32 && segment.width >= narrowestLabel && (
            <span className="truncate pr-1 text-12 leading-4 text-text-2">{labelOf(segment)}</span>
          )}
          <span
            className={classNames(
              'block border-surface',
              index < segments.length - 1 && 'border-r',
              segment.value ? tints[index] : 'hatched',
            )}
            style={{ height: stripHeight }}
          />
        </div>
      ))}
    </div>
  )
}
