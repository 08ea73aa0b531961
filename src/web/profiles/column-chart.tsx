import { columnShape } from '../../shared/column-shape.ts'
import { formatStatistic } from '../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { ColumnSummary } from '../../shared/summaries.ts'
import { MiniHistogram } from '../charts/mini-histogram.tsx'
import { ShareStrip } from '../charts/share-strip.tsx'
import { classNames } from '../ui/class-names.ts'

const heightWithBounds = 32
const boundsHeight = 14
const boundsGap = 8
const boundCharacter = 7.6

/** How much of a chart's height its histogram has; the rest shows the bounds. */
export const histogramHeight = (height: number): number => (height >= heightWithBounds ? height - boundsHeight : height)

/**
 * A column at a glance, in the head of the table and in lists: histogram, shares of its values, or a few words; with
 * `summary`, what of it some of the rows have stands before the whole.
 */
export function ColumnChart({
  profile,
  summary,
  width,
  height,
}: {
  profile: ColumnProfile
  summary?: ColumnSummary | undefined
  width: number
  height: number
}) {
  const shape = columnShape(profile)
  if (shape.form === 'words') {
    return (
      <div
        className={classNames(
          'flex flex-col text-12 leading-4 text-text-2 tabular',
          height >= heightWithBounds ? 'justify-end' : 'justify-center',
        )}
        style={{ width, height }}
      >
        <span className="truncate">{shape.first}</span>
        {shape.second && height >= heightWithBounds && <span className="truncate text-text-3">{shape.second}</span>}
      </div>
    )
  }
  if (shape.form === 'shares') {
    return (
      <ShareStrip
        values={shape.values.map((value) => ({ ...value, part: partOf(summary, value.value) }))}
        total={shape.total}
        partTotal={summary && summary.count - summary.null_count}
        distinctCount={profile.distinct_count}
        width={width}
        height={height}
      />
    )
  }
  const hasBounds = height >= heightWithBounds
  const room = Math.floor((width - boundsGap) / 2 / boundCharacter)
  return (
    <div style={{ width, height }}>
      <MiniHistogram
        bins={profile.histogram}
        part={summary?.histogram.map(({ count }) => count)}
        width={width}
        height={histogramHeight(height)}
      />
      {hasBounds && (
        <div aria-hidden className="flex justify-between gap-2 pt-0.5 text-12 leading-[14px] text-text-2 tabular">
          <span className="truncate">{boundText(profile, profile.min, room)}</span>
          <span className="truncate">{boundText(profile, profile.max, room)}</span>
        </div>
      )}
    </div>
  )
}

const partOf = (summary: ColumnSummary | undefined, value: unknown) =>
  summary?.top_values.find((counted) => counted.value === value)?.count

const boundText = ({ kind }: ColumnProfile, bound: ColumnProfile['min'], room: number) => {
  if (bound === null) return ''
  if (typeof bound === 'number') {
    return Number.isInteger(bound) && Math.abs(bound) < 1e6 ? String(bound) : formatStatistic(bound)
  }
  const text = String(bound)
  if (kind === 'numeric') return text.length <= room ? text : formatStatistic(Number(text))
  const date = /^(-?\d{4,6})(-\d{2})(-\d{2})/.exec(text)
  if (!date) return /^\d{2}:\d{2}:/.test(text) ? text.slice(0, 5) : text
  const [day, year = '', month = ''] = date
  return day.length <= room ? day : year.length + month.length <= room ? year + month : year
}
