import type { OutlierMethod } from '../statistics.ts'
import { sqlName } from './sql-subject.ts'

const boundsOf: Record<OutlierMethod, (threshold: number) => string> = {
  iqr: (k) =>
    `SELECT q1 - ${k} * (q3 - q1) AS lower, q3 + ${k} * (q3 - q1) AS upper FROM (SELECT quantile_cont(x, 0.25) AS q1, quantile_cont(x, 0.75) AS q3 FROM numbers)`,
  zscore: (z) => `SELECT avg(x) - ${z} * stddev_samp(x) AS lower, avg(x) + ${z} * stddev_samp(x) AS upper FROM numbers`,
  modified_zscore: (m) =>
    `SELECT median(x) - ${m} * mad(x) / 0.6745 AS lower, median(x) + ${m} * mad(x) / 0.6745 AS upper FROM numbers`,
}

/** SQL that gives the bounds of a column of the table `data`, and how many values lie strictly outside them. */
export const outlierSql = (method: OutlierMethod, threshold: number, column: string): string => {
  const number = `${sqlName(column)}::DOUBLE`
  return `WITH numbers AS (SELECT ${number} AS x FROM data WHERE isfinite(${number})), bounds AS (${boundsOf[method](threshold)}) SELECT lower, upper, count(*) FILTER (x < lower OR x > upper) FROM numbers, bounds GROUP BY lower, upper`
}
