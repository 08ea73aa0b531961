import type { ColumnProfile } from '../../shared/profile.ts'
import { MiniHistogram } from '../charts/mini-histogram.tsx'
import { ShareStrip } from '../charts/share-strip.tsx'
import { formatStatistic } from '../ui/format.ts'
import { columnShape } from './column-shape.ts'

const heightWithBounds = 32
const boundsHeight = 14

/** A column at a glance, in the head of the table and in lists: histogram, shares of its values, or a few words. */
export function ColumnChart({ profile, width, height }: { profile: ColumnProfile; width: number; height: number }) {
  const shape = columnShape(profile)
  if (shape.form === 'words') {
    return (
      <div className="flex flex-col justify-end text-12 leading-4 text-text-2 tabular" style={{ width, height }}>
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
  return (
    <div style={{ width, height }}>
      <MiniHistogram bins={profile.histogram} width={width} height={hasBounds ? height - boundsHeight : height} />
      {hasBounds && (
        <div aria-hidden className="flex justify-between gap-2 pt-0.5 text-12 leading-[14px] text-text-2 tabular">
          <span className="truncate">{boundText(profile.min)}</span>
          <span className="truncate">{boundText(profile.max)}</span>
        </div>
      )}
    </div>
  )
}

const boundText = (bound: ColumnProfile['min']) => {
  if (bound === null) return ''
  if (typeof bound === 'number')
    return Number.isInteger(bound) && Math.abs(bound) < 1e6 ? String(bound) : formatStatistic(bound)
  return String(bound).replace(/T00:00:00$|T.*$/, '')
}
