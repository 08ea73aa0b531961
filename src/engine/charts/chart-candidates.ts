import type { ChartSpec } from '../../shared/charts.ts'
import type { Insight } from '../../shared/insight.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { counted, named, said } from '../insights/insight-words.ts'
import { type Judgement, recommendation as limits } from './chart-score.ts'
import { chartableColumns, type Part, unevenness } from './chartable-columns.ts'
import type { RecommendedFrom } from './recommend-charts.ts'

/** A chart that could be recommended: what it shows, why, and what it is judged by. */
export type ChartCandidate = Judgement & { spec: ChartSpec; because: string; columns: string[] }

/** All charts that come into question, in the order of their columns. */
export function chartCandidates(profile: RecommendedFrom): ChartCandidate[] {
  const { measures, moments, categories } = chartableColumns(profile.columns)
  const told = (...names: string[]) => profile.insights.find((insight) => isAbout(insight, names))
  return [
    ...moments.flatMap((moment) => measures.map((measure) => lineOfValues(moment, measure, told))),
    ...profile.correlations.flatMap((pair) => points(pair, measures, profile.row_count)),
    ...categories.flatMap((category) => measures.flatMap((measure) => barsOfValues(category, measure, told))),
    ...categories.map(barsOfCounts),
    ...moments.map(lineOfCounts),
    ...measures.map(histogram),
  ]
}

function isAbout({ columns }: Insight, names: string[]): boolean {
  return columns.length === names.length && names.every((name) => columns.includes(name))
}

type Told = (...names: string[]) => Insight | undefined

function lineOfValues(moment: Part, measure: Part, told: Told): ChartCandidate {
  const [x, y] = [moment.column.name, measure.column.name]
  const insight = told(x, y)
  const follows = moment.column.monotonic !== null ? Math.max(0, measure.column.autocorrelation_lag1 ?? 0) : 0
  return {
    spec: { mark: 'line', x: { column: x, grain: 'auto' }, y, aggregate: 'mean' },
    because: insight?.text ?? `${named(y)} over time, by ${named(x)}: a line shows how it moves.`,
    columns: [x, y],
    effectiveness: limits.line_of_values,
    interest: insight?.score ?? Math.max(limits.unknown_interest, follows),
    readability: moment.readability * measure.readability,
  }
}

function points(
  { x, y, value }: RecommendedFrom['correlations'][number],
  measures: Part[],
  rowCount: number,
): ChartCandidate[] {
  const parts = [x, y].map((name) => measures.find(({ column }) => column.name === name))
  if (Math.abs(value) < limits.least_correlation || !parts[0] || !parts[1]) return []
  const way = value > 0 ? 'rise together' : 'go against each other'
  return [
    {
      spec: { mark: 'point', x, y, aggregate: 'none' },
      because: `${named(x)} and ${named(y)} ${way}: their correlation is ${said(value)}.`,
      columns: [x, y],
      effectiveness: limits.points_of_numbers,
      interest: Math.abs(value),
      readability:
        parts[0].readability * parts[1].readability * (rowCount > limits.readable_points ? limits.binned_points : 1),
    },
  ]
}

function barsOfValues(category: Part, measure: Part, told: Told): ChartCandidate[] {
  const [x, y] = [category.column.name, measure.column.name]
  const insight = told(x, y)
  const common = {
    columns: [x, y],
    interest: insight?.score ?? limits.unknown_interest,
    readability: category.readability * measure.readability,
  }
  return [
    {
      ...common,
      spec: { mark: 'bar', x, y, aggregate: 'mean' },
      because: insight?.text ?? `${named(y)} for each ${named(x)}: bars are compared by their length.`,
      effectiveness: limits.bars_of_values,
    },
    {
      ...common,
      spec: { mark: 'box', x, y },
      because: `How ${named(y)} is spread within each ${named(x)}, and which values stand apart.`,
      effectiveness: limits.boxes,
    },
  ]
}

/** Two bars say no more than one number does. */
function barsOfCounts({ column, readability }: Part): ChartCandidate {
  const values = counted(column.distinct_count ?? 0)
  const worth = (column.distinct_count ?? 0) > 2 ? 1 : limits.bars_of_two_counts
  return {
    spec: { mark: 'bar', x: column.name, aggregate: 'count' },
    because: `How often each of the ${values} values of ${named(column.name)} occurs.`,
    columns: [column.name],
    effectiveness: limits.bars_of_counts * worth,
    interest: unevenness(column.top_values.map(({ count }) => count)) * worth,
    readability,
  }
}

function lineOfCounts({ column, readability }: Part): ChartCandidate {
  return {
    spec: { mark: 'line', x: { column: column.name, grain: 'auto' }, aggregate: 'count' },
    because: `When the rows are from, by ${named(column.name)}.`,
    columns: [column.name],
    effectiveness: limits.line_of_counts,
    interest: unevenness(column.histogram.map(({ count }) => count)),
    readability,
  }
}

function histogram({ column, readability }: Part): ChartCandidate {
  const skewness = column.skewness ?? 0
  const side =
    skewness > 1 ? 'most are small, a few are large' : skewness < -1 ? 'most are large, a few are small' : undefined
  return {
    spec: { mark: 'histogram', x: column.name },
    because: `How the values of ${named(column.name)} are spread${side ? `: ${side}` : ''}.`,
    columns: [column.name],
    effectiveness: limits.histogram,
    interest: unevenness(column.histogram.map(({ count }: ColumnProfile['histogram'][number]) => count)),
    readability,
  }
}
