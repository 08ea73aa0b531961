import { formatCounted, formatStatistic } from '../../shared/format-numbers.ts'
import type { Insight } from '../../shared/insight.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { HistogramChart } from '../charts/histogram-chart.tsx'
import { LabelledBars } from '../charts/labelled-bars.tsx'
import { LineChart } from '../charts/line-chart.tsx'

const height = 120

/** The small chart of an insight: bars and lines of its points, or the histogram of its column. */
export function InsightChart({
  insight: { chart, points, text },
  columns,
}: {
  insight: Insight
  columns: ColumnProfile[]
}) {
  if (chart.mark === 'histogram') {
    const column = columns.find(({ name }) => name === chart.x.column)
    if (!column || column.histogram.length === 0) return null
    return <HistogramChart name={column.name} bins={column.histogram} nullCount={column.null_count} height={height} />
  }
  if (chart.mark === 'line') {
    return (
      <LineChart
        summary={text}
        points={points.map(({ label, value }) => ({ t: label, value }))}
        height={height}
        tipOf={(index) => {
          const { label = '', value = 0, n = 0 } = points[index] ?? {}
          return { title: label, lines: [formatStatistic(value), formatCounted(n, 'row')] }
        }}
      />
    )
  }
  const isShare = chart.color !== undefined
  return (
    <LabelledBars
      label={captionOf(chart)}
      bars={points.map(({ label, value, is_told: isMeant }) => ({
        ...{ label, value, isMeant },
        text: isShare
          ? `${formatStatistic(Number((value * 100).toPrecision(3)))} %`
          : formatStatistic(Number(value.toPrecision(4))),
      }))}
    />
  )
}

/** What the chart of an insight shows, in words. */
export function captionOf({ mark, x, y, color }: Insight['chart']): string {
  if (mark === 'histogram') return `Rows by ${x.column}`
  const measured = color ? `Share of the rows by ${color.column}` : y ? `Mean ${y.column}` : 'Rows'
  return `${measured} by ${x.grain ? `${x.grain} of ` : ''}${x.column}`
}
