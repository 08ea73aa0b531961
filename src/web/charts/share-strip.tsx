import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { classNames } from '../ui/class-names.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { type ShareSegment, shareSegments } from './share-segments.ts'

const tints = [
  'bg-category-1',
  'bg-[color-mix(in_srgb,var(--color-category-1)_76%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_58%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_44%,var(--color-surface))]',
  'bg-[color-mix(in_srgb,var(--color-category-1)_34%,var(--color-surface))]',
]
const heightWithNames = 28
const nameHeight = 16
const gap = 3

/** The most frequent values of a column side by side, the names of as many as fit above, and the rest hatched. */
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
  const labelOf = ({ value }: ShareSegment<{ text: string }>) => {
    if (value) return value.text || '""'
    return others === undefined ? 'Other values' : formatCounted(others, 'other value')
  }
  const hasNames = height >= heightWithNames
  return (
    <div
      aria-hidden
      className="flex flex-col justify-end gap-1"
      style={{ width, height }}
      onPointerLeave={hideChartTip}
    >
      {hasNames && (
        <div className="mb-[3px] flex gap-2 text-12 leading-4 text-text-2">
          <span className="flex h-4 min-w-0 flex-1 flex-wrap gap-x-2 overflow-hidden">
            {segments.map((segment) => segment.value && <Name key={segment.left} text={labelOf(segment)} />)}
          </span>
          {segments.at(-1)?.value === undefined && others !== undefined && (
            <span className="shrink-0 text-text-3">+{formatCount(others)}</span>
          )}
        </div>
      )}
      <div className="relative" style={{ height: hasNames ? height - nameHeight - gap : height }}>
        {segments.map((segment, index) => (
          <div
            key={segment.left}
            className={classNames(
              'absolute inset-y-0 border-surface',
              index < segments.length - 1 && 'border-r',
              segment.value ? tints[index] : 'hatched',
            )}
            style={{ left: segment.left, width: segment.width }}
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              showChartTip({
                x: box.left + box.width / 2,
                y: box.top,
                title: labelOf(segment),
                lines: [`${formatCounted(segment.count, 'row')} · ${formatShare(segment.share)}`],
              })
            }}
          />
        ))}
      </div>
    </div>
  )
}

function Name({ text }: { text: string }) {
  return <span className="max-w-full shrink-0 truncate">{text}</span>
}
