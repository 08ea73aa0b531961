import { binText } from '../../shared/bound-text.ts'
import { cellText, storedText } from '../../shared/cell-text.ts'
import { columnFacts } from '../../shared/column-facts.ts'
import { columnNotes, histogramRuleTexts } from '../../shared/column-lists.ts'
import { rowsBehind } from '../../shared/definitions/rows-behind.ts'
import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { type Bin, histogramExtent } from '../../shared/histogram-bars.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { ChartFigure } from '../charts/chart-figure.tsx'
import { countAxis } from '../charts/count-axis.ts'
import { HistogramChart } from '../charts/histogram-chart.tsx'
import { QuantileStrip, type Quantiles } from '../charts/quantile-strip.tsx'
import { ValueBars } from '../charts/value-bars.tsx'
import { ShownText } from '../values/shown-text.tsx'
import { ColumnLists } from './column-lists.tsx'
import { StatisticTerm } from './statistic-term.tsx'

const mostBars = 10
const leastShareBesideHistogram = 0.02

/** The full profile of one column: its charts and every statistic. `layout` says how much room there is. */
export function ColumnDetails({ profile, layout }: { profile: ColumnProfile; layout: 'panel' | 'page' }) {
  const [tall, low] = layout === 'page' ? [180, 120] : [120, 90]
  const lengths = profile.length_histogram.length > 1 ? profile.length_histogram : []
  const notes = columnNotes(profile)
  const charts = (
    <>
      <Distribution profile={profile} bins={profile.histogram} statistic="histogram" label="Histogram" height={tall} />
      <TopValues profile={profile} />
      <Distribution profile={profile} bins={lengths} statistic="length_histogram" label="Lengths" height={low} />
      <ColumnLists profile={profile} />
      {notes.map((note) => (
        <p key={note} className="text-12 text-text-2">
          {note}
        </p>
      ))}
    </>
  )
  const facts = (
    <dl className={layout === 'page' ? 'columns-[15rem] gap-8 text-13' : 'text-13'}>
      {columnFacts(profile).map(({ name, shown, exact }) => (
        <div key={name} className="flex min-h-7 break-inside-avoid items-center gap-3 border-b border-hairline">
          <dt className="shrink-0 text-text-2">
            <StatisticTerm name={name} profile={profile} n={rowsBehind(name, profile)} exact={exact} />
          </dt>
          <dd className="min-w-0 flex-1 truncate text-right tabular" title={exact}>
            {shown}
          </dd>
        </div>
      ))}
    </dl>
  )
  if (layout === 'panel')
    return (
      <div className="flex flex-col gap-4">
        {charts}
        {facts}
      </div>
    )
  return (
    <div className="grid gap-6 desk:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div className="flex min-w-0 flex-col gap-4">{charts}</div>
      <div className="min-w-0">{facts}</div>
    </div>
  )
}

function Distribution({
  profile,
  bins,
  statistic,
  label,
  height,
}: {
  profile: ColumnProfile
  bins: Bin[]
  statistic: 'histogram' | 'length_histogram'
  label: string
  height: number
}) {
  const { name, null_count: nulls, count } = profile
  const extent = histogramExtent(bins)
  if (!extent) return null
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const quantiles = statistic === 'histogram' ? middle(profile) : undefined
  const rule =
    statistic === 'histogram' && profile.histogram_rule ? `; ${histogramRuleTexts[profile.histogram_rule]}` : ''
  return (
    <ChartFigure
      title={<StatisticTerm name={statistic} profile={profile} n={total} label={label} />}
      caption={`n = ${formatCount(total)}${nulls > 0 ? `, ${formatCount(nulls)} null beside (${formatShare(nulls / count)})` : ''}${rule}`}
      columns={[statistic === 'histogram' ? name : 'Characters', 'Rows', 'Share']}
      rows={() =>
        bins.map((bin, index) => [
          binText(bin, index === bins.length - 1),
          formatCount(bin.count),
          formatShare(total ? bin.count / total : 0),
        ])
      }
    >
      <HistogramChart
        name={statistic === 'histogram' ? name : `the lengths of ${name}`}
        bins={bins}
        nullCount={nulls}
        height={height}
      />
      {quantiles && (
        <QuantileStrip
          name={name}
          quantiles={quantiles}
          low={extent.low}
          high={extent.high}
          inset={countAxis(bins, height).width}
        />
      )}
    </ChartFigure>
  )
}

const middle = ({ quantiles, kind }: ColumnProfile): Quantiles | undefined => {
  if (kind !== 'numeric' || !quantiles) return undefined
  const { p05, p25, p50, p75, p95 } = quantiles
  if (p05 === null || p25 === null || p50 === null || p75 === null || p95 === null) return undefined
  return { p05, p25, p50, p75, p95 }
}

function TopValues({ profile }: { profile: ColumnProfile }) {
  const { name, top_values: top, count, null_count: nulls, distinct_count: distinct } = profile
  const values = count - nulls
  const shown = top.slice(0, mostBars)
  const largest = shown[0]?.count ?? 0
  const leastShare = profile.histogram.length > 0 ? leastShareBesideHistogram : 0
  if (largest < 2 || largest / values < leastShare) return null
  const counted = shown.reduce((sum, bar) => sum + bar.count, 0)
  const others = distinct === null ? undefined : distinct - shown.length
  return (
    <section className="flex flex-col gap-1">
      <div className="flex items-center text-12 text-text-2">
        <StatisticTerm name="top_values" profile={profile} n={values} />
      </div>
      <ValueBars
        label={`Most frequent values of ${name}, with how many rows have each`}
        total={values}
        bars={shown.map(({ value, count }) => ({
          value: <ShownText shown={cellText(value)} />,
          text: storedText(value) || 'empty text',
          count,
        }))}
        other={{
          label: others === undefined ? 'other values' : formatCounted(others, 'other value'),
          count: values - counted,
        }}
      />
    </section>
  )
}
