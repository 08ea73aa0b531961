import type { StatisticName } from './definitions/statistic-definitions.ts'
import { formatCount, formatCounted, formatShare, formatStatistic } from './format-numbers.ts'
import type { ColumnProfile } from './profile.ts'

/** One statistic of a column: as it is shown, and exactly. */
export type ColumnFact = { name: StatisticName; shown: string; exact: string }

type Value = string | number | boolean | null | undefined

const count = (name: StatisticName, value: number | null, total?: number): ColumnFact[] => {
  if (value === null) return []
  const share = total && value > 0 ? ` · ${formatShare(value / total)}` : ''
  return [{ name, shown: `${formatCount(value)}${share}`, exact: String(value) }]
}

/** A count that is worth a line only when there is something to count. */
const rare = (name: StatisticName, value: number | null, total: number) =>
  value === 0 ? [] : count(name, value, total)

const measure = (name: StatisticName, value: Value): ColumnFact[] => {
  if (value === null || value === undefined) return []
  const shown = typeof value === 'number' ? formatStatistic(value, 1e18) : String(value)
  return [{ name, shown, exact: String(value) }]
}

/** A value of the column itself, as it is stored. */
const stored = (name: StatisticName, value: Value): ColumnFact[] =>
  value === null || value === undefined
    ? []
    : [{ name, shown: value === '' ? '""' : String(value), exact: String(value) }]

const fact = (name: StatisticName, shown: string | null, exact = shown): ColumnFact[] =>
  shown === null ? [] : [{ name, shown, exact: exact ?? shown }]

const meaningOf = ({ semantic_type: type, semantic_evidence: evidence }: ColumnProfile): ColumnFact[] => {
  if (!type) return []
  const shown = type.replaceAll('_', ' ')
  if (!evidence) return fact('semantic_type', shown)
  const { matched, of, because } = evidence
  return fact('semantic_type', shown, `${formatCount(matched)} of ${formatCounted(of, 'row')}: ${because}`)
}

/** Where there is an order to speak of, there is an autocorrelation. */
const orderOf = ({ monotonic, autocorrelation_lag1: autocorrelation }: ColumnProfile): ColumnFact[] => {
  if (monotonic === null && autocorrelation === null) return []
  const orders = { increasing: 'rising', decreasing: 'falling' }
  return fact('monotonic', monotonic ? orders[monotonic] : 'neither rising nor falling')
}

/** Every statistic that exists for a column, in the order they are read. What does not exist is left out. */
export const columnFacts = (profile: ColumnProfile): ColumnFact[] => {
  const { count: rows, null_count: nulls, quantiles } = profile
  const values = rows - nulls
  const distinct = count('distinct_count', profile.distinct_count)
  const isNumeric = profile.kind === 'numeric'
  return [
    ...meaningOf(profile),
    ...count('value_count', values),
    ...count('null_count', nulls, rows),
    ...distinct.map((fact) => (profile.distinct_is_exact ? fact : { ...fact, shown: `≈ ${fact.shown}` })),
    ...count('zero_count', profile.zero_count, values),
    ...count('negative_count', profile.negative_count, values),
    ...rare('infinite_count', profile.infinite_count, values),
    ...rare('nan_count', profile.nan_count, values),
    ...count('empty_count', profile.empty_count, values),
    ...rare('blank_count', profile.blank_count, values),
    ...rare('padded_count', profile.padded_count, values),
    ...count('true_count', profile.true_count, values),
    ...stored('min', profile.min),
    ...(isNumeric ? measure('p25', quantiles?.p25) : []),
    ...(isNumeric ? measure('median', profile.median) : stored('median', profile.median)),
    ...(isNumeric ? measure('p75', quantiles?.p75) : []),
    ...stored('max', profile.max),
    ...(isNumeric ? stored('mode', profile.mode) : []),
    ...measure('mean', profile.mean),
    ...measure('std', profile.std),
    ...measure('variance', profile.variance),
    ...measure('cv', profile.cv),
    ...measure('range', profile.range),
    ...measure('sum', profile.sum),
    ...measure('p01', quantiles?.p01),
    ...measure('p05', quantiles?.p05),
    ...measure('p95', quantiles?.p95),
    ...measure('p99', quantiles?.p99),
    ...measure('iqr', profile.iqr),
    ...measure('lower_fence', profile.box?.lower_fence),
    ...measure('upper_fence', profile.box?.upper_fence),
    ...count('outlier_count', profile.box?.outlier_count ?? null, values),
    ...measure('mad', profile.mad),
    ...measure('skewness', profile.skewness),
    ...measure('kurtosis', profile.kurtosis),
    ...(profile.integers_only === null ? [] : fact('integers_only', profile.integers_only ? 'yes' : 'no')),
    ...orderOf(profile),
    ...measure('autocorrelation_lag1', profile.autocorrelation_lag1),
    ...fact('granularity', profile.granularity),
    ...count('gap_count', profile.gap_count),
    ...count('future_count', profile.future_count, values),
    ...count('min_length', profile.min_length),
    ...measure('median_length', profile.median_length),
    ...measure('mean_length', profile.mean_length),
    ...count('max_length', profile.max_length),
  ]
}
