import { columnShape } from '../../shared/column-shape.ts'
import { formatStatistic } from '../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { MiniHistogram } from '../charts/mini-histogram.tsx'
import { ShareStrip } from '../charts/share-strip.tsx'
import { classNames } from '../ui/class-names.ts'

const heightWithBounds = 32
const boundsHeight = 14
const boundsGap = 8
const boundCharacter = 7.6

/** A column at a glance, in the head of the table and in lists: histogram, shares of its values, or a few words. */
export function ColumnChart({ profile, width, height }: { profile: ColumnProfile; width: number; height: number }) {
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
        values={shape.values}
        total={shape.total}
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
      <MiniHistogram bins={profile.histogram} width={width} height={hasBounds ? height - boundsHeight : height} />
      {hasBounds && (
        <div aria-hidden className="flex justify-between gap-2 pt-0.5 text-12 leading-[14px] text-text-2 tabular">
          <span className="truncate">{boundText(profile.min, room)}</span>
          <span className="truncate">{boundText(profile.max, room)}</span>
        </div>
      )}
    </div>
  )
}

const boundText = (bound: ColumnProfile['min'], room: number) => {
  if (bound === null) return ''
  if (typeof bound === 'number') {
    return Number.isInteger(bound) && Math.abs(bound) < 1e6 ? String(bound) : formatStatistic(bound)
  }
  const text = String(bound)
  const date = /^(-?\d{4,6})(-\d{2})(-\d{2})/.exec(text)
  if (!date) return /^\d{2}:\d{2}:/.test(text) ? text.slice(0, 5) : text
  const [day, year = '', month = ''] = date
  return day.length <= room ? day : year.length + month.length <= room ? year + month : year
}
