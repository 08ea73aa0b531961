import { cellText, storedText } from '../../shared/cell-text.ts'
import { type ColumnList, columnLists, type ListedValue } from '../../shared/column-lists.ts'
import { statisticDefinitions } from '../../shared/definitions/statistic-definitions.ts'
import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { ChartFigure } from '../charts/chart-figure.tsx'
import { HistogramChart } from '../charts/histogram-chart.tsx'
import { ValueBars } from '../charts/value-bars.tsx'
import { ShownText } from '../values/shown-text.tsx'
import { StatisticTerm } from './statistic-term.tsx'

const hoursHeight = 90

/** What a profile lists of a column beside its most frequent values: shapes, spellings, stand-ins, days and hours. */
export function ColumnLists({ profile }: { profile: ColumnProfile }) {
  return columnLists(profile).map((list) =>
    list.name === 'hour_counts' ? (
      <Hours key={list.name} profile={profile} list={list} />
    ) : (
      <Values key={list.name} profile={profile} list={list} />
    ),
  )
}

function Values({ profile, list: { name, items } }: { profile: ColumnProfile; list: ColumnList }) {
  const values = profile.count - profile.null_count
  return (
    <section className="flex flex-col gap-1">
      <div className="flex items-center text-12 text-text-2">
        <StatisticTerm name={name} profile={profile} n={values} />
      </div>
      <ValueBars
        label={`${statisticDefinitions[name].label} of ${profile.name}, with how many rows have each`}
        total={values}
        bars={items.map((item) => ({ value: <Listed item={item} />, text: textOf(item), count: item.count }))}
      />
    </section>
  )
}

function Listed({ item: { value, beside } }: { item: ListedValue }) {
  return (
    <>
      <ShownText shown={cellText(value)} />
      {beside !== undefined && (
        <span className="font-sans text-text-2">
          {' '}
          beside <ShownText shown={cellText(beside)} />
        </span>
      )}
    </>
  )
}

const textOf = ({ value, beside }: ListedValue) =>
  `${storedText(value) || 'empty text'}${beside === undefined ? '' : ` beside ${beside}`}`

function Hours({ profile, list: { name, items } }: { profile: ColumnProfile; list: ColumnList }) {
  const values = items.reduce((sum, { count }) => sum + count, 0)
  return (
    <ChartFigure
      title={<StatisticTerm name={name} profile={profile} n={values} />}
      caption={`n = ${formatCounted(values, 'value')} by the hour they begin in, from 0 to 23`}
      columns={['Hour', 'Rows', 'Share']}
      rows={() => items.map(({ value, count }) => [String(value), formatCount(count), formatShare(count / values)])}
    >
      <HistogramChart
        name={`the hours of ${profile.name}`}
        bins={items.map(({ count }, hour) => ({ lower: hour, upper: hour + 1, count }))}
        nullCount={profile.null_count}
        height={hoursHeight}
      />
    </ChartFigure>
  )
}
