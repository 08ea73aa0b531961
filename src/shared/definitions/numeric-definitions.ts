import type { SqlSubject } from './sql-subject.ts'
import { overAll, overFinite, type StatisticDefinition } from './statistic-definition.ts'

const quantileSql = ({ profile, number, column }: SqlSubject, p: string) =>
  `quantile_cont(${profile.kind === 'numeric' ? number : column}, ${p})`

const quantile = (label: string, p: string, meaning: string): StatisticDefinition => ({
  label,
  meaning,
  formula: `x₍ₕ₎ with h = (n − 1) · ${p} + 1, linear between neighbours (type 7)`,
  sql: overFinite((subject) => quantileSql(subject, p)),
})

const iqrSql = (subject: SqlSubject) => `(${quantileSql(subject, '0.75')} - ${quantileSql(subject, '0.25')})`

/** Values as `x`, each with the one `before` it in the order of the file. */
const inFileOrder = (expression: string, { column, finite }: SqlSubject) =>
  `(SELECT ${expression} AS x, lag(${expression}) OVER () AS before FROM (FROM ${finite} WHERE ${column} IS NOT NULL))`

/** What is said of numbers. */
export const numericDefinitions = {
  sum: {
    label: 'Sum',
    meaning: 'All values added up.',
    formula: 'Σ xᵢ',
    sql: overFinite(({ column }) => `sum(${column})`),
  },
  mean: {
    label: 'Mean',
    meaning: 'The arithmetic mean. A few extreme values can pull it far; the median withstands them.',
    formula: 'x̄ = Σ xᵢ ∕ n',
    sql: overFinite(({ column }) => `avg(${column})`),
  },
  median: quantile('Median', '0.5', 'Half of the values lie below it, half above.'),
  std: {
    label: 'Std deviation',
    meaning: 'How far values typically lie from the mean, in the unit of the column. The sample one: divided by n − 1.',
    formula: 's = √( Σ (xᵢ − x̄)² ∕ (n − 1) )',
    sql: overFinite(({ number }) => `stddev_samp(${number})`),
  },
  variance: {
    label: 'Variance',
    meaning: 'The square of the standard deviation. The sample one: divided by n − 1.',
    formula: 's² = Σ (xᵢ − x̄)² ∕ (n − 1)',
    sql: overFinite(({ number }) => `var_samp(${number})`),
  },
  p01: quantile('1st percentile', '0.01', 'One in a hundred values lies below it.'),
  p05: quantile('5th percentile', '0.05', 'One in twenty values lies below it.'),
  p25: quantile('Lower quartile', '0.25', 'A quarter of the values lies below it.'),
  p75: quantile('Upper quartile', '0.75', 'A quarter of the values lies above it.'),
  p95: quantile('95th percentile', '0.95', 'One in twenty values lies above it.'),
  p99: quantile('99th percentile', '0.99', 'One in a hundred values lies above it.'),
  mode: {
    label: 'Mode',
    meaning: 'The most frequent value; of several equally frequent ones the first in order.',
    formula: 'argmax |{i : xᵢ = v}|',
    sql: ({ column }) =>
      `SELECT ${column} FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  },
  range: {
    label: 'Range',
    meaning: 'How far the largest value lies from the smallest.',
    formula: 'max xᵢ − min xᵢ',
    sql: overFinite(({ column }) => `max(${column}) - min(${column})`),
  },
  cv: {
    label: 'Coefficient of variation',
    meaning:
      'The standard deviation as a multiple of the mean: spread without a unit. It means little when the mean is near 0.',
    formula: 's ∕ |x̄|',
    sql: overFinite(({ number }) => `stddev_samp(${number}) / abs(avg(${number}))`),
  },
  iqr: {
    label: 'Interquartile range',
    meaning: 'The width of the middle half of the values.',
    formula: 'Q₃ − Q₁',
    sql: overFinite(iqrSql),
  },
  lower_fence: {
    label: 'Lower fence',
    meaning: 'Values below it are far from the middle half: the end of the box plot’s reach.',
    formula: 'Q₁ − 1.5 · IQR',
    sql: overFinite((subject) => `${quantileSql(subject, '0.25')} - 1.5 * ${iqrSql(subject)}`),
  },
  upper_fence: {
    label: 'Upper fence',
    meaning: 'Values above it are far from the middle half: the end of the box plot’s reach.',
    formula: 'Q₃ + 1.5 · IQR',
    sql: overFinite((subject) => `${quantileSql(subject, '0.75')} + 1.5 * ${iqrSql(subject)}`),
  },
  outlier_count: {
    label: 'Outliers (IQR rule)',
    meaning: 'How many values lie strictly outside the fences, 1.5 interquartile ranges beyond the quartiles.',
    formula: '|{i : xᵢ < Q₁ − 1.5 · IQR or xᵢ > Q₃ + 1.5 · IQR}|',
    sql: (subject) =>
      `WITH q AS (SELECT ${quantileSql(subject, '0.25')} AS q1, ${quantileSql(subject, '0.75')} AS q3 FROM ${subject.finite}) SELECT count(*) FROM ${subject.finite}, q WHERE ${subject.number} < q1 - 1.5 * (q3 - q1) OR ${subject.number} > q3 + 1.5 * (q3 - q1)`,
  },
  mad: {
    label: 'MAD',
    meaning: 'The median distance of the values from their median: spread that extreme values hardly move. Not scaled.',
    formula: 'median |xᵢ − median(x)|',
    sql: overFinite(({ number }) => `mad(${number})`),
  },
  skewness: {
    label: 'Skewness',
    meaning:
      'Which side has the longer tail: above 0 the right one, below 0 the left one, near 0 neither. Needs 3 values.',
    formula: 'G₁ = n ∕ ((n − 1)(n − 2)) · Σ ((xᵢ − x̄) ∕ s)³',
    sql: overFinite(({ number }) => `skewness(${number})`),
  },
  kurtosis: {
    label: 'Kurtosis',
    meaning: 'How heavy the tails are against a normal distribution, which has 0 (excess kurtosis). Needs 4 values.',
    formula: 'G₂ = n(n + 1) ∕ ((n − 1)(n − 2)(n − 3)) · Σ ((xᵢ − x̄) ∕ s)⁴ − 3(n − 1)² ∕ ((n − 2)(n − 3))',
    sql: overFinite(({ number }) => `kurtosis(${number})`),
  },
  zero_count: {
    label: 'Zeros',
    meaning: 'How many values are exactly 0.',
    formula: '|{i : xᵢ = 0}|',
    sql: overAll(({ column }) => `count(*) FILTER (WHERE ${column} = 0)`),
  },
  negative_count: {
    label: 'Negative',
    meaning: 'How many finite values are below 0.',
    formula: '|{i : xᵢ < 0}|',
    sql: overFinite(({ column }) => `count(*) FILTER (WHERE ${column} < 0)`),
  },
  infinite_count: {
    label: 'Infinite',
    meaning: 'How many values are plus or minus infinity. They are in no other statistic but the distinct count.',
    formula: '|{i : |xᵢ| = ∞}|',
    sql: overAll(({ column }) => `count(*) FILTER (WHERE isinf(${column}))`),
  },
  nan_count: {
    label: 'NaN',
    meaning: 'How many values are “not a number”, which is a value of its own and not null.',
    formula: '|{i : xᵢ is NaN}|',
    sql: overAll(({ column }) => `count(*) FILTER (WHERE isnan(${column}))`),
  },
  integers_only: {
    label: 'Whole numbers only',
    meaning: 'Whether every value is a whole number, whatever type the column has.',
    formula: 'xᵢ = ⌊xᵢ⌋ for all i',
    sql: overFinite(({ column }) => `bool_and(${column} = floor(${column}))`),
  },
  monotonic: {
    label: 'Order in the file',
    meaning: 'Whether no value lies below the one before it in the file (rising), or none above (falling).',
    formula: 'xᵢ ≤ xᵢ₊₁ for all i, or xᵢ ≥ xᵢ₊₁ for all i',
    sql: (subject) =>
      `SELECT bool_and(x >= before) AS rising, bool_and(x <= before) AS falling FROM ${inFileOrder(subject.column, subject)}`,
  },
  autocorrelation_lag1: {
    label: 'Autocorrelation',
    meaning:
      'How much each value resembles the one before it in the file: near 1 a smooth course, near 0 no order, below 0 a swinging one.',
    formula: 'r₁ = Σ (xᵢ − x̄)(xᵢ₊₁ − x̄) ∕ Σ (xᵢ − x̄)²',
    sql: (subject) =>
      `WITH m AS (SELECT avg(${subject.number}) AS mean FROM ${subject.finite}) SELECT sum((x - mean) * (before - mean)) / sum((x - mean) ** 2) FROM ${inFileOrder(subject.number, subject)}, m`,
  },
} satisfies Record<string, StatisticDefinition>
