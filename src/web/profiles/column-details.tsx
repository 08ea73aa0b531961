import type { ColumnProfile } from '../../shared/profile.ts'
import { binText } from '../charts/bound-text.ts'
import { ChartFigure } from '../charts/chart-figure.tsx'
import { countAxis } from '../charts/count-axis.ts'
import { histogramExtent } from '../charts/histogram-bars.ts'
import { HistogramChart } from '../charts/histogram-chart.tsx'
import { QuantileStrip, type Quantiles } from '../charts/quantile-strip.tsx'
import { ValueBars } from '../charts/value-bars.tsx'
import { formatCount, formatCounted, formatShare } from '../ui/format.ts'
import { columnFacts } from './column-facts.ts'
import { StatisticTerm } from './statistic-term.tsx'

const mostBars = 10

/** The full profile of one column: its charts and every statistic. `layout` says how much room there is. */
export function ColumnDetails({ profile, layout }: { profile: ColumnProfile; layout: 'panel' | 'page' }) {
  const values = profile.count - profile.null_count
  const charts = (
    <>
      <Distribution profile={profile} height={layout === 'page' ? 180 : 120} />
      <TopValues profile={profile} />
    </>
  )
  const facts = (
    <dl className={layout === 'page' ? 'columns-[15rem] gap-8 text-13' : 'text-13'}>
      {columnFacts(profile).map(({ name, shown, exact }) => (
        <div key={name} className="flex min-h-7 break-inside-avoid items-center gap-3 border-b border-hairline">
          <dt className="shrink-0 text-text-2">
            <StatisticTerm
              name={name}
              column={profile.name}
              n={name === 'null_count' ? profile.count : values}
              exact={exact}
            />
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

function Distribution({ profile, height }: { profile: ColumnProfile; height: number }) {
  const { name, histogram, null_count: nulls, count } = profile
  const extent = histogramExtent(histogram)
  if (!extent || histogram.length === 0) return null
  const total = histogram.reduce((sum, bin) => sum + bin.count, 0)
  const quantiles = middle(profile)
  return (
    <ChartFigure
      caption={
        <>
          <StatisticTerm name="histogram" column={name} n={total} label="n" /> = {formatCount(total)}
          {nulls > 0 && ` · ${formatCount(nulls)} null beside (${formatShare(nulls / count)})`}
        </>
      }
      columns={[name, 'Rows', 'Share']}
      rows={() =>
        histogram.map((bin, index) => [
          binText(bin, index === histogram.length - 1),
          formatCount(bin.count),
          formatShare(total ? bin.count / total : 0),
        ])
      }
    >
      <HistogramChart name={name} bins={histogram} nullCount={nulls} height={height} />
      {quantiles && (
        <QuantileStrip
          name={name}
          quantiles={quantiles}
          low={extent.low}
          high={extent.high}
          inset={countAxis(histogram, height).width}
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
  const isTelling = shown.length > 0 && (shown[0]?.count ?? 0) > 1
  if (!isTelling) return null
  const counted = shown.reduce((sum, bar) => sum + bar.count, 0)
  const others = distinct === null ? undefined : distinct - shown.length
  return (
    <section className="flex flex-col gap-1">
      <div className="flex items-center text-12 text-text-2">
        <StatisticTerm name="top_values" column={name} n={values} />
      </div>
      <ValueBars
        name={name}
        total={values}
        bars={shown.map(({ value, count }) => ({
          value: value === '' ? <span className="text-text-2">""</span> : String(value),
          text: value === '' ? 'empty text' : String(value),
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
