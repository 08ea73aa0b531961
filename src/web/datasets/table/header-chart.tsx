import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { histogramBars } from '../../../shared/histogram-bars.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import type { Filter } from '../../../shared/rows.ts'
import { mostShares } from '../../charts/share-strip.tsx'
import { ColumnChart, histogramHeight } from '../../profiles/column-chart.tsx'
import { NullBar } from '../../profiles/null-bar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { countsOfMarks, marksInFilter, marksOf, pressMarks } from './chart-marks.ts'
import { type Band, useMarkChoice } from './use-mark-choice.ts'
import type { CountedColumns } from './use-summaries.ts'

/** The room between a column's edges and its chart. */
const besideChart = 25

/** The chart in the head of a column. Its bars, values and nulls filter the table, by pointer, touch and keyboard. */
export function HeaderChart({
  profile,
  counted,
  filter,
  width,
  height,
  onFilter,
}: {
  profile: ColumnProfile
  counted: CountedColumns | undefined
  filter: Filter | undefined
  width: number
  height: number
  onFilter: ((filter: Filter | undefined) => void) | undefined
}) {
  const { name } = profile
  const summary = counted?.columns.get(name)
  const marks = marksOf(profile, mostShares)
  const counts = countsOfMarks(marks, summary)
  const chosen = marksInFilter(filter, name, marks)
  const chartWidth = width - besideChart
  const describe = (index: number) => {
    const { text = '', count = 0 } = marks[index] ?? {}
    const counted = counts[index] === undefined ? '' : `${formatCount(counts[index])} of `
    return {
      title: text,
      detail: `${counted}${formatCounted(count, 'row')}${chosen.includes(index) ? ', chosen' : ''}`,
    }
  }
  const press = (pressed: number[], add: boolean) => onFilter?.(pressMarks(filter, name, marks, pressed, add))
  const { at, band, handlers } = useMarkChoice({ marks, profile, width: chartWidth, describe, press })
  const hasChart = marks[0] !== undefined && marks[0].form !== 'null'
  const chart = (
    <>
      <div className="relative mx-3 mt-1.5">
        <ColumnChart
          profile={profile}
          summary={summary ?? (counted && uncounted(name))}
          width={chartWidth}
          height={height}
        />
        {marks[0]?.form === 'bin' && (
          <Chosen profile={profile} chosen={chosen} band={band} width={chartWidth} height={histogramHeight(height)} />
        )}
        {hasChart && counted && counted.state !== 'done' && (
          <span className="absolute -top-1 right-0 rounded-sm bg-surface px-1 text-12 leading-4 text-text-2">
            {counted.state === 'counting' ? 'counting…' : 'not counted'}
          </span>
        )}
      </div>
      <div className="mt-auto pt-1.5" data-mark={profile.null_count > 0 ? 'null' : undefined}>
        <NullBar nullCount={profile.null_count} count={profile.count} part={summary?.null_count} />
      </div>
    </>
  )
  if (!onFilter || marks.length === 0) return <div className="flex min-h-0 flex-1 flex-col">{chart}</div>
  return (
    <div
      role="slider"
      tabIndex={-1}
      aria-label={`Filter by ${name}`}
      aria-valuemin={1}
      aria-valuemax={marks.length}
      aria-valuenow={at + 1}
      aria-valuetext={Object.values(describe(at)).join(', ')}
      className="flex min-h-0 flex-1 touch-pan-y flex-col focus-visible:-outline-offset-2"
      {...handlers}
    >
      {chart}
    </div>
  )
}

/** Of rows that are being counted nothing is known yet: the whole stands pale. */
const uncounted = (name: string) => ({ name, count: 0, null_count: 0, histogram: [], top_values: [] })

/** A line under the bars that are chosen, and a band over those about to be. */
function Chosen({
  profile,
  chosen,
  band,
  width,
  height,
}: {
  profile: ColumnProfile
  chosen: number[]
  band: Band | undefined
  width: number
  height: number
}) {
  const inBand = (index: number) =>
    band !== undefined && index >= Math.min(band.from, band.to) && index <= Math.max(band.from, band.to)
  return (
    <svg aria-hidden width={width} height={height} className="pointer-events-none absolute inset-0 overflow-visible">
      {histogramBars(profile.histogram, width, height).map((bar, index) =>
        inBand(index) || chosen.includes(index) ? (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bins are known by their place
            key={index}
            x={bar.slotLeft}
            y={inBand(index) ? 0 : height}
            width={Math.max(1, bar.slotRight - bar.slotLeft)}
            height={inBand(index) ? height + 2 : 2}
            className={classNames('fill-accent', inBand(index) && 'opacity-25')}
          />
        ) : null,
      )}
    </svg>
  )
}
