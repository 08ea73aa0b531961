import { useState } from 'react'
import { millisecondsOf } from '../../../shared/data-time.ts'
import { trendSql } from '../../../shared/definitions/trend-sql.ts'
import { formatCount, formatCounted, formatStatistic } from '../../../shared/format-numbers.ts'
import { pText } from '../../../shared/statistic-text.ts'
import type { Trend } from '../../../shared/statistics.ts'
import { ChartFigure } from '../../charts/chart-figure.tsx'
import { type FurtherLine, LineChart, valueExtent } from '../../charts/line-chart.tsx'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ExplainedTerm } from '../explained-term.tsx'
import { type MethodDefinition, noDistributions, trendDefinitions } from './method-definitions.ts'
import { type Fact, StatisticFacts } from './statistic-facts.tsx'

const msPerDay = 86_400_000
const mostGaps = 5

/** A trend as a chart with its line, and what its points say in numbers. */
export function TrendAnswer({ trend, isFiltered }: { trend: Trend; isFiltered: boolean }) {
  const [over, setOver] = useState('linear')
  const { points, date, value, aggregate, grain, chosen_because: because } = trend
  if (points.length === 0) {
    return <EmptyState title="There is nothing to draw">No row has both a date and a value.</EmptyState>
  }
  const measured = value === null ? 'rows' : `${aggregate} of ${value}`
  const further = lineOver(trend, over)
  const [low] = valueExtent(further ? [points, further.points] : [points])
  return (
    <div className="grid gap-x-8 gap-y-6 px-4 desk:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <ChartFigure
          title={
            <ExplainedTerm
              term={trendDefinitions.points.label}
              of={measured}
              meaning={trendDefinitions.points.meaning}
              formula={trendDefinitions.points.formula}
              n={rowsOf(points)}
              sql={isFiltered ? undefined : trendSql(trend).points}
              label={`${measured} by ${grain}`}
            />
          }
          caption={`${formatCounted(points.length, 'point')} from ${formatCount(rowsOf(points))} rows by ${date}.${low > 0 ? ' The value axis does not begin at zero.' : ''}`}
          columns={[grain, measured, 'Rows']}
          rows={() =>
            points.map((point) => [
              point.t,
              point.value === null ? 'null' : String(point.value),
              formatCount(point.count),
            ])
          }
        >
          <LineChart
            summary={`${measured} by ${grain} from ${points[0]?.t} to ${points.at(-1)?.t}. ${sentenceOf(trend)}`}
            points={points}
            further={further}
            tipOf={(index) => {
              const { t, value: at, count } = points[index] as (typeof points)[number]
              return { title: t, lines: [at === null ? 'null' : formatStatistic(at), formatCounted(count, 'row')] }
            }}
          />
        </ChartFigure>
        <ChoiceMenu
          label="Line"
          value={over}
          options={[
            { value: 'linear', label: 'Linear fit (dashed)' },
            ...trend.moving_averages.map(({ window }) => ({
              value: `average ${window}`,
              label: `Mean of the last ${window} points (dotted)`,
            })),
            { value: 'none', label: 'None' },
          ]}
          onChange={setOver}
          className="self-start"
        />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <p className="text-14 font-semibold">{sentenceOf(trend)}</p>
        <StatisticFacts facts={factsOf(trend, measured, isFiltered)} />
        <p className="text-12 text-text-2">{because}</p>
        <Gaps trend={trend} />
      </div>
    </div>
  )
}

const rowsOf = (points: Trend['points']) => points.reduce((sum, { count }) => sum + count, 0)

const sentenceOf = ({ direction, mann_kendall: { p_value: p }, linear: { n } }: Trend): string => {
  if (direction === 'none') return n < 8 ? 'Too few points to tell a trend.' : 'No trend that chance would not make.'
  return `It goes ${direction} (p ${p !== null && p < 0.001 ? '' : '= '}${pText(p)}).`
}

const lineOver = (trend: Trend, over: string): FurtherLine | undefined => {
  const average = trend.moving_averages.find(({ window }) => over === `average ${window}`)
  if (average) return { points: average.points, style: 'dotted' }
  const { slope, intercept } = trend.linear
  const known = trend.points.filter(({ value }) => value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (over !== 'linear' || slope === null || intercept === null || !first || !last) return undefined
  const days = (millisecondsOf(last.t) - millisecondsOf(first.t)) / msPerDay
  return {
    style: 'dashed',
    points: [
      { t: first.t, value: intercept },
      { t: last.t, value: intercept + slope * days },
    ],
  }
}

const factsOf = (trend: Trend, measured: string, isFiltered: boolean): Fact[] => {
  const { linear, theil_sen: robust, mann_kendall: test, growth } = trend
  const sql = isFiltered ? undefined : trendSql(trend)
  const slopesOfAll =
    robust.n === linear.n ? { sql: sql?.theilSen } : { whyNot: `It rests on ${robust.n} of the points.` }
  const term = (
    definition: MethodDefinition,
    exact: number | null,
    query: { sql?: string | undefined; whyNot?: string | undefined },
  ) => (
    <ExplainedTerm
      term={definition.label}
      of={measured}
      meaning={definition.meaning}
      formula={definition.formula}
      n={linear.n}
      {...(exact === null ? {} : { exact: String(exact) })}
      {...query}
    />
  )
  const number = (value: number | null) => (value === null ? '–' : formatStatistic(value))
  return [
    {
      label: term(trendDefinitions.linear, linear.slope, { sql: sql?.line }),
      shown: `${number(linear.slope)} a day${linear.slope_se === null ? '' : ` ± ${number(linear.slope_se)}`}`,
    },
    { label: term(trendDefinitions.r_squared, linear.r_squared, { sql: sql?.line }), shown: number(linear.r_squared) },
    {
      label: term(trendDefinitions.p_value, linear.p_value, { whyNot: noDistributions }),
      shown: pText(linear.p_value),
    },
    {
      label: term(trendDefinitions.theil_sen, robust.slope, slopesOfAll),
      shown: `${number(robust.slope)} a day${robust.ci_low === null || robust.ci_high === null ? '' : ` (${number(robust.ci_low)} to ${number(robust.ci_high)})`}`,
    },
    {
      label: term(trendDefinitions.mann_kendall, test.tau, { sql: sql?.tau, whyNot: noDistributions }),
      shown: `τ ${number(test.tau)}, p ${pText(test.p_value)}`,
    },
    {
      label: term(trendDefinitions.growth, growth.percent, { sql: sql?.growth }),
      shown: `${number(growth.first)} to ${number(growth.last)}${growth.percent === null ? '' : ` (${growth.percent > 0 ? '+' : ''}${formatStatistic(Number(growth.percent.toPrecision(3)))} %)`}`,
    },
  ]
}

function Gaps({ trend: { gaps, grain } }: { trend: Trend }) {
  if (gaps.length === 0) return <p className="text-12 text-text-2">No {grain} is missing in between.</p>
  return (
    <section aria-label="Gaps" className="text-12 text-text-2 tabular">
      <h3 className="mb-0.5 font-medium text-text">{formatCounted(gaps.length, 'gap')}</h3>
      <ul>
        {gaps.slice(0, mostGaps).map(({ after, before, missing }) => (
          <li key={after}>
            {formatCounted(missing, grain)} without rows between {after} and {before}
          </li>
        ))}
        {gaps.length > mostGaps && <li>and {formatCount(gaps.length - mostGaps)} more</li>}
      </ul>
    </section>
  )
}
