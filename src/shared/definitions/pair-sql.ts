import type { CorrelationMethod } from '../statistics.ts'
import { sqlName } from './sql-subject.ts'

/** The rows in which both columns are finite numbers, as `a` and `b`. */
const bothNumbers = (x: string, y: string): string => {
  const [a, b] = [x, y].map((name) => `${sqlName(name)}::DOUBLE`)
  return `(SELECT ${a} AS a, ${b} AS b FROM data WHERE isfinite(${a}) AND isfinite(${b}))`
}

/** The line of the second column on the first, from the table `data`. */
export const lineSql = (x: string, y: string, ...expressions: string[]): string =>
  `SELECT ${expressions.join(', ')} FROM ${bothNumbers(x, y)}`

/** What `lineSql` takes: the parts of the line, how well it fits, and how far its slope is likely to be off. */
export const lineExpressions = {
  slope: 'regr_slope(b, a)',
  intercept: 'regr_intercept(b, a)',
  r_squared: 'regr_r2(b, a)',
  slope_se:
    'sqrt(greatest(0, regr_syy(b, a) - regr_sxy(b, a) ** 2 / regr_sxx(b, a)) / (count(*) - 2) / regr_sxx(b, a))',
} as const

const pearsonSql = (x: string, y: string) => `SELECT corr(b, a) FROM ${bothNumbers(x, y)}`

const spearmanSql = (x: string, y: string) => {
  const rank = (of: string) => `rank() OVER (ORDER BY ${of}) + (count(*) OVER (PARTITION BY ${of}) - 1) / 2.0`
  return `SELECT corr(rank_b, rank_a) FROM (SELECT ${rank('a')} AS rank_a, ${rank('b')} AS rank_b FROM ${bothNumbers(x, y)})`
}

const kendallSql = (x: string, y: string) => {
  const [a, b] = ['sign(p.a - q.a)', 'sign(p.b - q.b)']
  return `WITH rows_ AS ${bothNumbers(x, y)} SELECT sum(${a} * ${b}) / sqrt(sum(abs(${a})) * sum(abs(${b}))) FROM rows_ p, rows_ q`
}

const cramersSql = (x: string, y: string) => {
  const [a, b] = [sqlName(x), sqlName(y)]
  const both = `both_ AS (SELECT ${a} AS a, ${b} AS b FROM data WHERE ${a} IS NOT NULL AND ${b} IS NOT NULL)`
  const cells =
    'cells AS (SELECT a, b, count(*) AS n, sum(count(*)) OVER (PARTITION BY a) AS of_a, sum(count(*)) OVER (PARTITION BY b) AS of_b FROM both_ GROUP BY a, b)'
  const found =
    'found AS (SELECT sum(n * n / (of_a * of_b)) - 1 AS phi2, sum(n) - 1 AS m, count(DISTINCT a) - 1 AS r, count(DISTINCT b) - 1 AS c FROM cells)'
  return `WITH ${both}, ${cells}, ${found} SELECT sqrt(greatest(0, phi2 - r * c / m) / least(r - r * r / m, c - c * c / m)) FROM found`
}

const ratioSql = (groups: string, numbers: string) => {
  const [a, b] = [sqlName(groups), `${sqlName(numbers)}::DOUBLE`]
  const rows = `SELECT ${b} AS b, avg(${b}) OVER (PARTITION BY ${a}) AS mean_of_group FROM data WHERE ${a} IS NOT NULL AND isfinite(${b})`
  return `SELECT sqrt(var_pop(mean_of_group) / var_pop(b)) FROM (${rows})`
}

/** SQL that gives a number from the table `data`, or the sentence why there is none. */
export type SqlOrWhyNot = { sql: string } | { whyNot: string }

const mostRowsForAllPairs = 10_000

/**
 * The SQL of the association of two columns that `n` rows have; of the correlation ratio, the groups first. Kendall's
 * takes every row with every other, which is not for many rows.
 */
export const pairSql = (method: CorrelationMethod, x: string, y: string, n: number): SqlOrWhyNot => {
  if (method === 'kendall' && n > mostRowsForAllPairs)
    return { whyNot: `In SQL every row would be compared with every other, which takes too long for ${n} rows.` }
  const sqlOf = {
    ...{ pearson: pearsonSql, spearman: spearmanSql, kendall: kendallSql },
    ...{ cramers_v: cramersSql, correlation_ratio: ratioSql },
  }
  return { sql: sqlOf[method](x, y) }
}

const squaredErrors: Partial<Record<CorrelationMethod, string>> = {
  pearson: '1 / (n - 3)',
  spearman: '(1 + r ** 2 / 2) / (n - 3)',
  kendall: '0.437 / (n - 4)',
}

/** The SQL of the 95 % interval of an association that has one. */
export const intervalSql = (method: CorrelationMethod, x: string, y: string, n: number): SqlOrWhyNot => {
  const association = pairSql(method, x, y, n)
  if (!('sql' in association)) return association
  const distance = `1.959963984540054 * sqrt(${squaredErrors[method]})`
  return {
    sql: `SELECT tanh(atanh(r) - ${distance}), tanh(atanh(r) + ${distance}) FROM (SELECT (${association.sql}) AS r, (SELECT count(*) FROM ${bothNumbers(x, y)}) AS n)`,
  }
}
