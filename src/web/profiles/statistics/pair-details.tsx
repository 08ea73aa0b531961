import { useQuery } from '@tanstack/react-query'
import { sqlName } from '../../../shared/definitions/sql-subject.ts'
import { formatCounted, formatStatistic } from '../../../shared/format-numbers.ts'
import { coefficientText, pText } from '../../../shared/statistic-text.ts'
import type { CorrelationPair } from '../../../shared/statistics.ts'
import { ExplainedTerm } from '../explained-term.tsx'
import { correlationDefinitions } from './method-definitions.ts'
import { type Fact, StatisticFacts } from './statistic-facts.tsx'
import { regressionQuery, type Subject } from './statistics-queries.ts'

const sqlOf: Partial<Record<CorrelationPair['method'], string>> = { pearson: 'corr' }

/** One pair in full: the coefficient with its interval and p-value, and the line through numbers. */
export function PairDetails({
  subject,
  pair,
  pairCount,
}: {
  subject: Subject
  pair: CorrelationPair
  pairCount: number
}) {
  const { x, y, method, value, n, ci_low: low, ci_high: high, p_value: p, p_adjusted: adjusted, note } = pair
  const definition = correlationDefinitions[method]
  const isLine = method === 'pearson' || method === 'spearman' || method === 'kendall'
  const sql = sqlOf[method] && `SELECT ${sqlOf[method]}(${sqlName(y)}, ${sqlName(x)}) FROM data`
  const facts: Fact[] = [
    {
      label: (
        <ExplainedTerm
          term={definition.label}
          of={`${x} and ${y}`}
          meaning={definition.meaning}
          formula={definition.formula}
          n={n}
          {...(value === null ? {} : { exact: String(value) })}
          sql={sql}
        />
      ),
      shown: coefficientText(value),
    },
    ...(low === null || high === null
      ? []
      : [{ label: '95 % interval', shown: `${coefficientText(low)} to ${coefficientText(high)}` }]),
    { label: 'p-value', shown: pText(p) },
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
    </section>
  )
}

function Line({ subject, x, y }: { subject: Subject; x: string; y: string }) {
  const { data } = useQuery(regressionQuery(subject, { x, y }))
  const { slope, intercept, slope_se: error, r_squared: fit } = data ?? {}
  const isKnown = typeof slope === 'number' && typeof intercept === 'number'
  return (
    <StatisticFacts
      facts={[
        {
          label: (
            <ExplainedTerm
              term="Straight line"
              of={`${y} on ${x}`}
              meaning={`How ${y} follows from ${x}, and the standard error of the slope.`}
              formula="Ordinary least squares; n − 2 degrees of freedom"
              {...(isKnown ? { exact: `${slope} ${intercept}` } : {})}
              sql={`SELECT regr_slope(${sqlName(y)}, ${sqlName(x)}), regr_intercept(${sqlName(y)}, ${sqlName(x)}) FROM data`}
            />
          ),
          shown: isKnown
            ? `${formatStatistic(slope)} · ${x} ${intercept < 0 ? '−' : '+'} ${formatStatistic(Math.abs(intercept))}`
            : '…',
        },
        {
          label: 'Slope ± standard error',
          shown: isKnown && typeof error === 'number' ? `${formatStatistic(slope)} ± ${formatStatistic(error)}` : '…',
        },
        { label: 'R²', shown: typeof fit === 'number' ? formatStatistic(fit) : '…' },
      ]}
    />
  )
}
