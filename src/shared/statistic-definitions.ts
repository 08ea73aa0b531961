/**
 * What a statistic says (`meaning`), how it is computed (`formula`, over the n values that are not null unless it says
 * otherwise) and the SQL that gives the same from the table `data`.
 */
export type StatisticDefinition = {
  label: string
  meaning: string
  formula: string
  sql: (column: string) => string
}

const ofColumn = (expression: (column: string) => string) => (column: string) =>
  `SELECT ${expression(column)} FROM data`

const quantile = (label: string, p: string, meaning: string): StatisticDefinition => ({
  label,
  meaning,
  formula: `x₍ₕ₎ with h = (n − 1) · ${p} + 1, linear between neighbours (type 7)`,
  sql: ofColumn((column) => `quantile_cont(${column}, ${p})`),
})

export const statisticDefinitions = {
  count: {
    label: 'Rows',
    meaning: 'All rows of the table, those with null included.',
    formula: 'N',
    sql: () => 'SELECT count(*) FROM data',
  },
  value_count: {
    label: 'Values',
    meaning: 'Rows in which this column has a value. Every other statistic rests on these.',
    formula: 'n = N − nulls',
    sql: ofColumn((column) => `count(${column})`),
  },
  null_count: {
    label: 'Null',
    meaning: 'Rows in which this column has no value. An empty text is a value, not null.',
    formula: 'N − n',
    sql: ofColumn((column) => `count(*) - count(${column})`),
  },
  distinct_count: {
    label: 'Distinct',
    meaning: 'How many different values occur. Null is not counted as one of them.',
    formula: '|{x₁, …, xₙ}|',
    sql: ofColumn((column) => `count(DISTINCT ${column})`),
  },
  min: {
    label: 'Minimum',
    meaning: 'The smallest value; the earliest moment, or the first text in byte order.',
    formula: 'min xᵢ',
    sql: ofColumn((column) => `min(${column})`),
  },
  max: {
    label: 'Maximum',
    meaning: 'The largest value; the latest moment, or the last text in byte order.',
    formula: 'max xᵢ',
    sql: ofColumn((column) => `max(${column})`),
  },
  sum: {
    label: 'Sum',
    meaning: 'All values added up.',
    formula: 'Σ xᵢ',
    sql: ofColumn((column) => `sum(${column})`),
  },
  mean: {
    label: 'Mean',
    meaning: 'The arithmetic mean. A few extreme values can pull it far; the median withstands them.',
    formula: 'x̄ = Σ xᵢ ∕ n',
    sql: ofColumn((column) => `avg(${column})`),
  },
  median: quantile('Median', '0.5', 'Half of the values lie below it, half above.'),
  std: {
    label: 'Std deviation',
    meaning: 'How far values typically lie from the mean, in the unit of the column. The sample one: divided by n − 1.',
    formula: 's = √( Σ (xᵢ − x̄)² ∕ (n − 1) )',
    sql: ofColumn((column) => `stddev_samp(${column})`),
  },
  variance: {
    label: 'Variance',
    meaning: 'The square of the standard deviation. The sample one: divided by n − 1.',
    formula: 's² = Σ (xᵢ − x̄)² ∕ (n − 1)',
    sql: ofColumn((column) => `var_samp(${column})`),
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
    sql: (column) =>
      `SELECT ${column} FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  },
  range: {
    label: 'Range',
    meaning: 'How far the largest value lies from the smallest.',
    formula: 'max xᵢ − min xᵢ',
    sql: ofColumn((column) => `max(${column}) - min(${column})`),
  },
  cv: {
    label: 'Coefficient of variation',
    meaning:
      'The standard deviation as a multiple of the mean: spread without a unit. It means little when the mean is near 0.',
    formula: 's ∕ x̄',
    sql: ofColumn((column) => `stddev_samp(${column}) / avg(${column})`),
  },
  iqr: {
    label: 'Interquartile range',
    meaning: 'The width of the middle half of the values.',
    formula: 'Q₃ − Q₁',
    sql: ofColumn((column) => `quantile_cont(${column}, 0.75) - quantile_cont(${column}, 0.25)`),
  },
  mad: {
    label: 'MAD',
    meaning: 'The median distance of the values from their median: spread that extreme values hardly move. Not scaled.',
    formula: 'median |xᵢ − median(x)|',
    sql: ofColumn((column) => `mad(${column})`),
  },
  skewness: {
    label: 'Skewness',
    meaning:
      'Which side has the longer tail: above 0 the right one, below 0 the left one, near 0 neither. Needs 3 values.',
    formula: 'G₁ = n ∕ ((n − 1)(n − 2)) · Σ ((xᵢ − x̄) ∕ s)³',
    sql: ofColumn((column) => `skewness(${column})`),
  },
  kurtosis: {
    label: 'Kurtosis',
    meaning: 'How heavy the tails are against a normal distribution, which has 0 (excess kurtosis). Needs 4 values.',
    formula: 'G₂ = n(n + 1) ∕ ((n − 1)(n − 2)(n − 3)) · Σ ((xᵢ − x̄) ∕ s)⁴ − 3(n − 1)² ∕ ((n − 2)(n − 3))',
    sql: ofColumn((column) => `kurtosis(${column})`),
  },
  zero_count: {
    label: 'Zeros',
    meaning: 'How many values are exactly 0.',
    formula: '|{i : xᵢ = 0}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE ${column} = 0)`),
  },
  negative_count: {
    label: 'Negative',
    meaning: 'How many values are below 0.',
    formula: '|{i : xᵢ < 0}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE ${column} < 0)`),
  },
  infinite_count: {
    label: 'Infinite',
    meaning: 'How many values are plus or minus infinity. They are in no other statistic but the distinct count.',
    formula: '|{i : |xᵢ| = ∞}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE isinf(${column}))`),
  },
  nan_count: {
    label: 'NaN',
    meaning: 'How many values are “not a number”, which is a value of its own and not null.',
    formula: '|{i : xᵢ is NaN}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE isnan(${column}))`),
  },
  outlier_count: {
    label: 'Outliers (IQR rule)',
    meaning: 'How many values lie strictly outside the fences, 1.5 interquartile ranges beyond the quartiles.',
    formula: '|{i : xᵢ < Q₁ − 1.5 · IQR or xᵢ > Q₃ + 1.5 · IQR}|',
    sql: (column) =>
      `WITH q AS (SELECT quantile_cont(${column}, 0.25) AS q1, quantile_cont(${column}, 0.75) AS q3 FROM data) SELECT count(*) FROM data, q WHERE ${column} < q1 - 1.5 * (q3 - q1) OR ${column} > q3 + 1.5 * (q3 - q1)`,
  },
  empty_count: {
    label: 'Empty',
    meaning: 'How many values are the empty text, which is a value and not null.',
    formula: '|{i : |xᵢ| = 0}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE ${column} = '')`),
  },
  blank_count: {
    label: 'Blank',
    meaning: 'How many values hold nothing but white space, at least one character of it.',
    formula: '|{i : xᵢ is only white space, |xᵢ| > 0}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE ${column} <> '' AND trim(${column}) = '')`),
  },
  true_count: {
    label: 'True',
    meaning: 'How many values are true.',
    formula: '|{i : xᵢ = true}|',
    sql: ofColumn((column) => `count(*) FILTER (WHERE ${column})`),
  },
  min_length: {
    label: 'Shortest',
    meaning: 'The length of the shortest text, in characters (Unicode code points).',
    formula: 'min |xᵢ|',
    sql: ofColumn((column) => `min(length(${column}))`),
  },
  max_length: {
    label: 'Longest',
    meaning: 'The length of the longest text, in characters (Unicode code points).',
    formula: 'max |xᵢ|',
    sql: ofColumn((column) => `max(length(${column}))`),
  },
  median_length: {
    label: 'Median length',
    meaning: 'Half of the texts are shorter, half longer, in characters (Unicode code points).',
    formula: 'median |xᵢ|',
    sql: ofColumn((column) => `median(length(${column}))`),
  },
  mean_length: {
    label: 'Mean length',
    meaning: 'The mean length of the texts, in characters (Unicode code points).',
    formula: 'Σ |xᵢ| ∕ n',
    sql: ofColumn((column) => `avg(length(${column}))`),
  },
  top_values: {
    label: 'Top values',
    meaning: 'The most frequent values with the rows that have them. Equal counts stand in the order of the values.',
    formula: 'count per value, largest first',
    sql: (column) =>
      `SELECT ${column}, count(*) AS rows FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  },
  length_histogram: {
    label: 'Lengths',
    meaning: 'How many texts have each length, in characters (Unicode code points).',
    formula: 'count of lower ≤ |xᵢ| < upper',
    sql: (column) =>
      `SELECT length(${column}) AS length, count(*) AS rows FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
  },
  histogram: {
    label: 'Histogram',
    meaning:
      'How many values fall into each bin. A bin holds its lower bound but not its upper one; the last bin holds both.',
    formula: 'count of lower ≤ xᵢ < upper',
    sql: (column) => `SELECT ${column}, count(*) AS rows FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
  },
} satisfies Record<string, StatisticDefinition>

export type StatisticName = keyof typeof statisticDefinitions

/** A column's name as SQL takes it. */
export const sqlName = (column: string): string => `"${column.replaceAll('"', '""')}"`
