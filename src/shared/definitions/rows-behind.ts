import type { ColumnProfile } from '../profile.ts'
import type { StatisticName } from './statistic-definitions.ts'

const ofRows = new Set<StatisticName>(['count', 'null_count', 'value_count'])
const ofValues = new Set<StatisticName>([
  'distinct_count',
  'top_values',
  'zero_count',
  'infinite_count',
  'nan_count',
  'sentinels',
])

/** How many rows a statistic of a column rests on: all, those with a value, or those with a finite one. */
export const rowsBehind = (name: StatisticName, profile: ColumnProfile): number => {
  if (ofRows.has(name)) return profile.count
  const values = profile.count - profile.null_count
  return ofValues.has(name) ? values : values - (profile.infinite_count ?? 0) - (profile.nan_count ?? 0)
}
