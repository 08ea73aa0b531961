import type { CorrelationMethod } from '../statistics.ts'
import { sqlName } from './sql-subject.ts'

/** The rows in which both columns are finite numbers, as `a` and `b`. */
const bothNumbers = (x: string, y: string): string => {
  const [a, b] = [x, y].map((name) => `${sqlName(name)}::DOUBLE`)
  return `(SELECT ${a} AS a, ${b} AS b FROM data WHERE isfinite(${a}) AND isfinite(${b}))`
}

/** The line of the second column on the first, from the table `data`. */
export const lineSql = (x: string, y: string, ...functions: string[]): string =>
  `SELECT ${functions.map((name) => `${name}(b, a)`).join(', ')} FROM ${bothNumbers(x, y)}`

const pearsonSql = (x: string, y: string) => `SELECT corr(b, a) FROM ${bothNumbers(x, y)}`

const spearmanSql = (x: string, y: string) => {
  const rank = (of: string) => `rank() OVER (ORDER BY ${of}) + (count(*) OVER (PARTITION BY ${of}) - 1) / 2.0`
  return `SELECT corr(rank_b, rank_a) FROM (SELECT ${rank('a')} AS rank_a, ${rank('b')} AS rank_b FROM ${bothNumbers(x, y)})`
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

const sqlOf: Partial<Record<CorrelationMethod, (x: string, y: string) => string>> = {
  pearson: pearsonSql,
  spearman: spearmanSql,
  cramers_v: cramersSql,
}

/** SQL that gives the association of two columns of the table `data`; none for methods that SQL has no short way for. */
export const pairSql = (method: CorrelationMethod, x: string, y: string): string | undefined => sqlOf[method]?.(x, y)
