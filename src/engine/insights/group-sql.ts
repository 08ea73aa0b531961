/**
 * The mean of a measure in each group beside that of all other rows: `group_value, mean, n, mean_of_the_rest, n_of_all`,
 * the group that is told first, then by the mean.
 */
export function groupSql(group: string, measure: string, told: string): string {
  return `SELECT group_value, sum(v) / count(*) AS mean, count(*) AS n,
  (sum(sum(v)) OVER () - sum(v)) / nullif(sum(count(*)) OVER () - count(*), 0) AS mean_of_the_rest,
  sum(count(*)) OVER () AS n_of_all
FROM (SELECT ${group} AS group_value, ${measure} AS v FROM data)
WHERE group_value IS NOT NULL AND v IS NOT NULL
GROUP BY group_value
ORDER BY group_value = ${told} DESC, mean DESC, group_value`
}

/** What `groupSql` answers with. */
export type GroupRow = { name: string; mean: number; n: number; rest: number; all: number }

/** The rows of `groupSql` as numbers; nothing where the first group or its rest is empty. */
export function groupRows(rows: unknown[][]): [GroupRow, ...GroupRow[]] | undefined {
  const [first, ...others] = rows.map((row) => {
    const [name, mean, n, rest, all] = row
    return {
      name: String(name),
      mean: Number(mean),
      n: Number(n),
      rest: rest === null ? NaN : Number(rest),
      all: Number(all),
    }
  })
  if (!first || ![first.mean, first.rest].every(Number.isFinite)) return undefined
  return [first, ...others]
}

const mostPoints = 12

/** The groups as points of a chart, by their means, the one that is told among them. */
export function groupPoints([told, ...others]: [GroupRow, ...GroupRow[]]) {
  return [told, ...others.slice(0, mostPoints - 1)]
    .sort((a, b) => b.mean - a.mean)
    .map(({ name, mean, n }) => ({ label: name, value: mean, n, is_told: name === told.name }))
}
