import type { Bin } from '../profile.ts'
import { type SqlSubject, sqlValue } from './sql-subject.ts'
import { overAll, overFinite, type StatisticDefinition } from './statistic-definition.ts'

/** Rows by a value, the most frequent first. */
const countsOf = ({ column }: SqlSubject, condition: string, limit = '') =>
  `SELECT ${column}, count(*) AS rows FROM data WHERE ${condition} GROUP BY 1 ORDER BY 2 DESC, 1${limit}`

/** Counts what `expression` gives in bins with these bounds; the last bin holds its upper bound too. */
const countInBins = (bins: Bin[], expression: string, from: string, boundOf: (bound: Bin['lower']) => string) => {
  const rows = bins.map(
    ({ lower, upper }, index) => `(${boundOf(lower)}, ${boundOf(upper)}, ${index === bins.length - 1})`,
  )
  return `WITH bins(lower, upper, is_last) AS (VALUES ${rows.join(', ')}), v AS (SELECT ${expression} AS x FROM ${from}) SELECT lower, upper, count(x) AS rows FROM bins LEFT JOIN v ON x >= lower AND (x < upper OR (is_last AND x = upper)) GROUP BY ALL ORDER BY lower`
}

/** What is counted in columns of every kind. */
export const countDefinitions = {
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
    sql: overAll(({ column }) => `count(${column})`),
  },
  null_count: {
    label: 'Null',
    meaning: 'Rows in which this column has no value. An empty text is a value, not null.',
    formula: 'N − n',
    sql: overAll(({ column }) => `count(*) - count(${column})`),
  },
  distinct_count: {
    label: 'Distinct',
    meaning: 'How many different values occur. Null is not counted as one of them.',
    formula: '|{x₁, …, xₙ}|',
    sql: overAll(({ column }) => `count(DISTINCT ${column})`),
  },
  true_count: {
    label: 'True',
    meaning: 'How many values are true.',
    formula: '|{i : xᵢ = true}|',
    sql: overAll(({ column }) => `count(*) FILTER (WHERE ${column})`),
  },
  min: {
    label: 'Minimum',
    meaning: 'The smallest value; the earliest moment, or the first text in byte order.',
    formula: 'min xᵢ',
    sql: overFinite(({ column }) => `min(${column})`),
  },
  max: {
    label: 'Maximum',
    meaning: 'The largest value; the latest moment, or the last text in byte order.',
    formula: 'max xᵢ',
    sql: overFinite(({ column }) => `max(${column})`),
  },
  top_values: {
    label: 'Top values',
    meaning: 'The most frequent values with the rows that have them. Equal counts stand in the order of the values.',
    formula: 'count per value, largest first',
    sql: (subject) => countsOf(subject, `${subject.column} IS NOT NULL`, ' LIMIT 10'),
  },
  sentinels: {
    label: 'Stand-ins for null',
    meaning: 'Values that look as if they stood for “no value”: runs of nines, 1900-01-01, “n/a” and their like.',
    formula: 'rows with each of them',
    sql: (subject) =>
      countsOf(
        subject,
        `${subject.column} IN (${subject.profile.sentinels.map(({ value }) => sqlValue(subject, value)).join(', ')})`,
      ),
  },
  histogram: {
    label: 'Histogram',
    meaning:
      'How many values fall into each bin. A bin holds its lower bound but not its upper one; the last bin holds both.',
    formula: 'count of lower ≤ xᵢ < upper',
    sql: (subject) => {
      const { kind, histogram, sql_type: type } = subject.profile
      const isNumber = kind === 'numeric'
      return countInBins(histogram, isNumber ? subject.number : subject.column, subject.finite, (bound) =>
        isNumber ? `${bound}::DOUBLE` : `'${bound}'::${type}`,
      )
    },
  },
  length_histogram: {
    label: 'Lengths',
    meaning: 'How many texts have each length, in characters (Unicode code points).',
    formula: 'count of lower ≤ |xᵢ| < upper',
    sql: ({ profile, length }) => countInBins(profile.length_histogram, length, 'data', String),
  },
  semantic_type: {
    label: 'Meaning',
    meaning: 'What the values are beyond their type, told from how they look and what the column is called.',
    formula: 'given where it fits at least 95 % of the rows that have a value, and two different values',
    sql: undefined,
  },
} satisfies Record<string, StatisticDefinition>
