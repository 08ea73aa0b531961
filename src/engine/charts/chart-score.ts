/**
 * Every number that recommending charts rests on; docs/charts.md names each with its value. How exactly a mark is read
 * follows the order of Cleveland and McGill (1984) and Mackinlay (1986) that CompassQL and Draco rank with: position on a
 * common scale before length before colour.
 */
export const recommendation = {
  most_charts: 12,
  effectiveness_weight: 0.4,
  interest_weight: 0.35,
  readability_weight: 0.25,
  same_mark: 0.85,
  same_column: 0.9,
  line_of_values: 0.95,
  points_of_numbers: 0.9,
  bars_of_values: 0.85,
  bars_of_counts: 0.8,
  bars_of_two_counts: 0.5,
  line_of_counts: 0.75,
  histogram: 0.75,
  boxes: 0.7,
  unknown_interest: 0.25,
  readable_categories: 10,
  many_categories: 30,
  some_categories: 0.8,
  too_many_categories: 0.5,
  readable_points: 4000,
  binned_points: 0.8,
  least_correlation: 0.3,
  columns_of_a_kind: 8,
} as const

/** What a chart is judged by, each from 0 to 1: how exactly it is read, how much it tells, how easily it is read. */
export type Judgement = { effectiveness: number; interest: number; readability: number }

/** The score of a chart by itself, from 0 to 1. */
export function chartScore({ effectiveness, interest, readability }: Judgement): number {
  const { effectiveness_weight, interest_weight, readability_weight } = recommendation
  return effectiveness_weight * effectiveness + interest_weight * interest + readability_weight * readability
}
