import type { BrushAxis } from '../../src/shared/brush.ts'
import type { ExploreQuestion } from './explore-questions.ts'
import type { Explored } from './open-explored.ts'

const countries = ['DE', 'FR', 'NL', 'PL', 'ES', 'IT', 'SE', 'DK', 'AT', 'CH', 'US', 'CA', 'MX', 'BR', 'JP', 'NA']
const evenly = (low: number, high: number, bins: number) =>
  Array.from({ length: bins + 1 }, (_, bin) => low + ((high - low) * bin) / bins)
const moments = (edges: number[]) =>
  edges.map((edge) => new Date(Math.round(edge / 1000) * 1000).toISOString().slice(0, 19))
const [firstDay, lastDay] = [Date.UTC(2021, 0, 1), Date.UTC(2022, 4, 15)]
const months = moments(Array.from({ length: 18 }, (_, month) => Date.UTC(2021, month, 1)))

/** A dashboard of four charts: bars of sums, a histogram, a line of means by month, and a histogram of money. */
const charts = [
  { axes: [{ column: 'country', values: countries }], aggregate: 'sum', value: 'unit_price' },
  { axes: [{ column: 'score', edges: evenly(0, 1, 50) }] },
  { axes: [{ column: 'ordered_at', edges: months }], aggregate: 'mean', value: 'weight_kg' },
  { axes: [{ column: 'unit_price', edges: evenly(0, 120, 24) }] },
]
const differentQuestions = 40

/** The first brush of each mark. Answers are remembered, so that no question is asked twice. */
export function firstBrushes({ address, from }: Explored): ExploreQuestion[] {
  const brushOf = (
    what: string,
    active: number,
    raw: string,
    gripOf: (bins: number) => BrushAxis,
  ): ExploreQuestion => ({
    what: `the first brush of ${what}, four charts`,
    requests: Array.from({ length: differentQuestions }, (_, different) => ({
      url: address('/brush'),
      body: {
        grip: [gripOf(250 - different)],
        charts: charts.map((chart, index) => ({ ...chart, follows: index !== active })),
      },
    })),
    raw: `SELECT ${raw}, country, least(floor(score * 50), 49), date_trunc('month', ordered_at),
      count(*), sum(unit_price), sum(weight_kg) FROM ${from}
      GROUP BY GROUPING SETS ((1, 2), (1, 3), (1, 4))`,
    most: 600,
  })
  return [
    brushOf('bars', 0, 'country', (different) => ({
      ...{ column: 'country', values: [...countries, `none of ${different}`], other: false },
    })),
    brushOf('a histogram', 1, 'least(floor(score * 250), 249)', (bins) => ({
      column: 'score',
      edges: evenly(0, 1, bins),
    })),
    brushOf('a line', 2, "date_trunc('day', ordered_at)", (bins) => ({
      ...{ column: 'ordered_at', edges: moments(evenly(firstDay, lastDay, bins)) },
    })),
  ]
}
