import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { classNames } from '../ui/class-names.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'
import { magnification } from './magnification.ts'
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
const nameCharacter = 6.4
const nameGap = 8
const besideNames = 24

/** How many values a strip names at most. */
export const mostShares = tints.length

type SharedValue = { value: unknown; text: string; count: number; part?: number | undefined }

/**
 * The most frequent values of a column side by side, the names of as many as fit above, and the rest hatched. With
 * `partTotal`, the share of each that some of the rows have stands before the pale whole.
 */
export function ShareStrip({
  values,
  total,
  partTotal,
  distinctCount,
  width,
  height,
}: {
  values: SharedValue[]
  total: number
  partTotal?: number | undefined
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
  const labelOf = ({ value }: ShareSegment<SharedValue>) => {
    if (value) return value.text || '""'
    return others === undefined ? 'Other values' : formatCounted(others, 'other value')
  }
  const namedPart = segments.reduce((sum, { value }) => sum + (value ? (value.part ?? Number.NaN) : 0), 0)
  const restPart = partTotal === undefined || Number.isNaN(namedPart) ? undefined : partTotal - namedPart
  const partOf = ({ value }: ShareSegment<SharedValue>) => (value ? value.part : restPart)
  const times = magnification(
    segments.map(() => 1),
    segments.map((segment) => (partOf(segment) ?? 0) / segment.count),
  )
  const shown = countFitting(
    segments.flatMap((segment) => (segment.value ? [labelOf(segment)] : [])),
    width - besideNames * (times > 1 ? 2 : 1),
  )
  const unnamed = distinctCount === null ? 0 : distinctCount - shown
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
          <span className="flex min-w-0 flex-1 gap-2 overflow-hidden">
            {segments.map(
              (segment, index) =>
                index < shown && (
                  <Name key={segment.left} index={index} text={labelOf(segment)} isOut={partOf(segment) === 0} />
                ),
            )}
          </span>
          {unnamed > 0 && <span className="shrink-0 text-text-3">+{formatCount(unnamed)}</span>}
          {times > 1 && <span className="shrink-0 text-[10px] text-text-2">×{times}</span>}
        </div>
      )}
      <div className="relative" style={{ height: hasNames ? height - nameHeight - gap : height }}>
        {segments.map((segment, index) => {
          const part = partOf(segment)
          const paint = segment.value ? tints[index] : 'hatched'
          return (
            <div
              key={segment.left}
              data-mark={segment.value ? index : undefined}
              className={classNames('absolute inset-y-0 border-surface', index < segments.length - 1 && 'border-r')}
              style={{ left: segment.left, width: segment.width }}
              onPointerMove={(event) => {
                const box = event.currentTarget.getBoundingClientRect()
                showChartTip({
                  x: box.left + box.width / 2,
                  y: box.top,
                  title: labelOf(segment),
                  lines: [
                    part === undefined
                      ? `${formatCounted(segment.count, 'row')} · ${formatShare(segment.share)}`
                      : `${formatCount(part)} of ${formatCounted(segment.count, 'row')}`,
                  ],
                })
              }}
            >
              <div className={classNames('absolute inset-0', paint, partTotal !== undefined && 'opacity-30')} />
              {part !== undefined && part > 0 && (
                <div
                  className={classNames('absolute inset-y-0 left-0 min-w-px', paint)}
                  style={{ width: `${(part / segment.count) * times * 100}%` }}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** How many names fit into a line, as wide as letters usually are; the first stands there in any case. */
const countFitting = (names: string[], room: number): number => {
  let end = -nameGap
  const fitting = names.findIndex((name, index) => {
    end += nameGap + name.length * nameCharacter
    return index > 0 && end > room
  })
  return fitting < 0 ? names.length : fitting
}

function Name({ index, text, isOut }: { index: number; text: string; isOut: boolean }) {
  return (
    <span data-mark={index} className={classNames('min-w-0 truncate', isOut && 'text-text-3')}>
      {text}
    </span>
  )
}
