import { useQuery } from '@tanstack/react-query'
import {
  intervalSql,
  lineExpressions,
  lineSql,
  pairSql,
  type SqlOrWhyNot,
} from '../../../shared/definitions/pair-sql.ts'
import { formatCount, formatCounted, formatStatistic } from '../../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { coefficientText, pText } from '../../../shared/statistic-text.ts'
import type { CorrelationPair, Correlations } from '../../../shared/statistics.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { ChartLink } from '../chart-link.tsx'
import { ExplainedTerm } from '../explained-term.tsx'
import { correlationDefinitions, noDistributions, pairDefinitions } from './method-definitions.ts'
import { type Fact, StatisticFacts } from './statistic-facts.tsx'
import { regressionQuery, type Subject } from './statistics-queries.ts'

/** One pair in full: the coefficient with its interval and p-value, and the line through numbers. */
export function PairDetails({
  subject,
  columns,
  pair,
  pairCount,
  limited,
}: {
  subject: Subject
  columns: ColumnProfile[]
  pair: CorrelationPair
  pairCount: number
  limited: Correlations['limited']
}) {
  const { x, y, method, value, n, ci_low: low, ci_high: high, p_value: p, p_adjusted: adjusted, note } = pair
  const definition = correlationDefinitions[method]
  const isLine = method === 'pearson' || method === 'spearman' || method === 'kendall'
  const isSample = limited !== null && limited.rows < limited.of
  const drawn = isSample ? ` Measured on ${formatCount(limited.rows)} rows, evenly drawn.` : ''
  const isTurned = method === 'correlation_ratio' && columns.find(({ name }) => name === x)?.kind === 'numeric'
  const [first, second] = isTurned ? [y, x] : [x, y]
  const unlessOfSome = (all: SqlOrWhyNot): SqlOrWhyNot =>
    subject.filter || isSample ? { whyNot: 'Its SQL is shown where it is measured on all rows.' } : all
  const term = (name: 'interval' | 'p_value', exact: number | null, sql: SqlOrWhyNot) => (
    <PairTerm name={name} of={`${x} and ${y}`} n={n} exact={exact} {...sql} />
  )
  const facts: Fact[] = [
    {
      label: (
        <ExplainedTerm
          term={definition.label}
          of={`${x} and ${y}`}
          meaning={`${definition.meaning}${filteredBy(subject)}${drawn}`}
          formula={definition.formula}
          n={n}
          {...(value === null ? {} : { exact: String(value) })}
          {...unlessOfSome(pairSql(method, first, second, n))}
        />
      ),
      shown: coefficientText(value),
    },
    ...(low === null || high === null
      ? []
      : [
          {
            label: term('interval', null, unlessOfSome(intervalSql(method, x, y, n))),
            shown: `${coefficientText(low)} to ${coefficientText(high)}`,
          },
        ]),
    { label: term('p_value', p, { whyNot: noDistributions }), shown: pText(p) },
    ...(adjusted === null
      ? []
      : [
          {
            label: (
              <ExplainedTerm
                term="Adjusted p-value"
                of={`${x} and ${y}`}
                meaning={`Of ${formatCounted(pairCount, 'pair')} some look strong by chance. This p-value keeps the share of false finds among all pairs at its level.`}
                formula="Benjamini and Hochberg over all pairs"
                exact={String(adjusted)}
                whyNot={noDistributions}
              />
            ),
            shown: pText(adjusted),
          },
        ]),
  ]
  return (
    <section aria-label={`${x} and ${y}`} className="min-w-0">
      <h2 className="mb-1 text-14 font-semibold wrap-anywhere">
        {x} <span className="font-normal text-text-2">×</span> {y}
      </h2>
      <StatisticFacts facts={facts} />
      {isLine && value !== null && <Line subject={subject} x={x} y={y} />}
      <p className="mt-1.5 text-12 text-text-2 tabular">
        Over {formatCounted(n, 'row')} that {n === 1 ? 'has' : 'have'} both
        {note === 'too_few' ? ': too few to rest anything on' : ''}.
      </p>
      {isLine && (
        <p className="text-12">
          <ChartLink
            datasetId={subject.datasetId}
            chart={{ mark: 'point', x, y }}
            filter={subject.filter}
            about={`${y} against ${x}`}
          />
        </p>
      )}
    </section>
  )
}

function PairTerm({
  name,
  exact,
  ...rest
}: {
  name: keyof typeof pairDefinitions
  of: string
  n: number | undefined
  exact: number | null
  sql?: string | undefined
  whyNot?: string | undefined
}) {
  const { label, meaning, formula } = pairDefinitions[name]
  return (
    <ExplainedTerm
      {...rest}
      {...{ term: label, meaning, formula }}
      {...(exact === null ? {} : { exact: String(exact) })}
    />
  )
}

const filteredBy = ({ filter }: Subject) => (filter ? ' Only the rows that the filter leaves.' : '')

function Line({ subject, x, y }: { subject: Subject; x: string; y: string }) {
  const { data, error: failure, refetch } = useQuery(regressionQuery(subject, { x, y }))
  if (failure) {
    return (
      <p className="flex flex-wrap items-center gap-2 py-1.5 text-13">
        The line could not be computed. {sentenceOf(failure)}
        <Button size="small" onPress={() => void refetch()}>
          Try again
        </Button>
      </p>
    )
  }
  const { n, slope = null, intercept = null, slope_se: error = null, r_squared: fit = null } = data ?? {}
  const isKnown = slope !== null && intercept !== null
  const none = data ? '–' : '…'
  const sqlOf = (...parts: (keyof typeof lineExpressions)[]) =>
    subject.filter ? undefined : lineSql(x, y, ...parts.map((part) => lineExpressions[part]))
  return (
    <StatisticFacts
      facts={[
        {
          label: (
            <ExplainedTerm
              term="Straight line"
              of={`${y} on ${x}`}
              meaning={`How ${y} follows from ${x} over all rows that have both, and the standard error of the slope.${filteredBy(subject)}`}
              n={n}
              formula="Ordinary least squares; n − 2 degrees of freedom"
              {...(isKnown ? { exact: `${slope} ${intercept}` } : {})}
              sql={sqlOf('slope', 'intercept')}
            />
          ),
          shown: isKnown
            ? `${formatStatistic(slope)} · ${x} ${intercept < 0 ? '−' : '+'} ${formatStatistic(Math.abs(intercept))}`
            : none,
        },
        {
          label: (
            <PairTerm name="slope_error" of={`${y} on ${x}`} n={n} exact={error} sql={sqlOf('slope', 'slope_se')} />
          ),
          shown: isKnown && error !== null ? `${formatStatistic(slope)} ± ${formatStatistic(error)}` : none,
        },
        {
          label: <PairTerm name="r_squared" of={`${y} on ${x}`} n={n} exact={fit} sql={sqlOf('r_squared')} />,
          shown: fit === null ? none : formatStatistic(fit),
        },
      ]}
    />
  )
}
