import { quoteText } from '../sql-text.ts'
import { normalTwoSided, studentTwoSided } from '../statistics/distributions.ts'
import { type Candidate, type Examined, equals } from './examined.ts'
import { groupPoints, groupRows, groupSql } from './group-sql.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, said, shown } from './insight-words.ts'
import type { Category, Measure, Sample } from './read-sample.ts'

/** What is summed up of some rows; values as distances from a common centre. */
type Part = { n: number; sum: number; squares: number; rankSum: number; rankSquares: number; min: number; max: number }

/**
 * Groups whose mean differs from that of all other rows by a large part of the standard deviation (Cohen's d), by the
 * tests of Welch and of Mann and Whitney, of which the weaker one counts.
 */
export function outstandingGroups({ categories, measures }: Sample): Examined[] {
  return categories.flatMap((category) => measures.flatMap((measure) => compareGroups(category, measure)))
}

function compareGroups(category: Category, measure: Measure): Examined[] {
  const parts = partsOf(category, measure)
  const all = parts.reduce(together)
  const known = parts.flatMap((part, index) => (part.n > 0 ? [{ part, name: category.names[index] ?? '' }] : []))
  const isPair = known.length === 2
  const large = known.filter(({ part: { n } }) => n >= limits.group_rows && all.n - n >= limits.group_rows)
  const groups = isPair ? large.sort((a, b) => a.part.n - b.part.n).slice(0, 1) : large
  return groups.map(({ part, name }): Examined => {
    const rest = parts.filter((other) => other !== part).reduce(together)
    const { pValue, difference } = compare(part, rest, all)
    const isDerived = isPair && (part.max < rest.min || rest.max < part.min)
    if (pValue === null || isDerived || Math.abs(difference) < limits.group_difference) return { pValue }
    return { pValue, candidate: candidateOf(category, measure, name, difference, part.n / all.n) }
  })
}

function partsOf({ codes, names }: Category, { values, ranks }: Measure): Part[] {
  const center = values.find((value) => !Number.isNaN(value)) ?? 0
  const parts = names.map(
    (): Part => ({
      ...{ n: 0, sum: 0, squares: 0, rankSum: 0, rankSquares: 0 },
      ...{ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
    }),
  )
  for (let row = 0; row < codes.length; row++) {
    const part = parts[codes[row] as number]
    const value = (values[row] as number) - center
    if (!part || Number.isNaN(value)) continue
    const rank = ranks[row] as number
    part.n++
    part.sum += value
    part.squares += value * value
    part.rankSum += rank
    part.rankSquares += rank * rank
    if (value < part.min) part.min = value
    if (value > part.max) part.max = value
  }
  return parts
}

function together(a: Part, b: Part): Part {
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    rankSum: a.rankSum + b.rankSum,
    rankSquares: a.rankSquares + b.rankSquares,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  }
}

function compare(group: Part, rest: Part, all: Part): { pValue: number | null; difference: number } {
  const distance = group.sum / group.n - rest.sum / rest.n
  const [ofGroup, ofRest] = [variance(group), variance(rest)]
  const pooled = ((group.n - 1) * ofGroup + (rest.n - 1) * ofRest) / (all.n - 2)
  if (!(pooled > 0)) return { pValue: null, difference: 0 }
  const [a, b] = [ofGroup / group.n, ofRest / rest.n]
  const degrees = (a + b) ** 2 / (a ** 2 / (group.n - 1) + b ** 2 / (rest.n - 1))
  const welch = studentTwoSided(distance / Math.sqrt(a + b), degrees)
  const ofRanks = all.rankSquares / all.n - (all.rankSum / all.n) ** 2
  const rankDistance = group.rankSum / group.n - rest.rankSum / rest.n
  const ranked = normalTwoSided(rankDistance / Math.sqrt(ofRanks * (1 / group.n + 1 / rest.n)))
  return { pValue: Math.max(welch, ranked), difference: distance / Math.sqrt(pooled) }
}

function variance({ n, sum, squares }: Part): number {
  return Math.max(0, squares - sum ** 2 / n) / (n - 1)
}

function candidateOf(
  { profile: group, sql: groupName }: Category,
  { profile: measure, sql: measureSql }: Measure,
  name: string | boolean,
  difference: number,
  share: number,
): Candidate {
  const sql = groupSql(groupName, measureSql, typeof name === 'boolean' ? String(name) : quoteText(name))
  return {
    ...{ code: 'outstanding_group', columns: [group.name, measure.name], sql, subject: measure.name },
    score: Math.abs(difference) / Math.sqrt(difference ** 2 + 1 / (share * (1 - share))),
    filter: equals(group.name, name),
    chart: { mark: 'bar', x: { column: group.name }, y: { column: measure.name }, aggregate: 'mean' },
    tell: (rows) => {
      const groups = groupRows(rows)
      if (!groups) return undefined
      const [{ mean, rest, n, all }] = groups
      if (Math.sign(mean - rest) !== Math.sign(difference)) return undefined
      const than = `the ${said(rest)} of the other rows (n = ${counted(n)} of ${counted(all)})`
      const start = `${named(measure.name)} averages ${said(mean)} where ${named(group.name)} is ${shown(name)}`
      const times = (mean / rest).toLocaleString('en-US', { maximumSignificantDigits: 2 })
      const text =
        mean > 0 && rest > 0 && times !== '1' ? `${start}, ${times} times ${than}.` : `${start}, against ${than}.`
      return { text, points: groupPoints(groups) }
    },
  }
}
