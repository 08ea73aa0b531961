import type { StatisticName } from './definitions/statistic-definitions.ts'
import { formatCount, formatCounted } from './format-numbers.ts'
import type { ColumnProfile, HistogramRule } from './profile.ts'

/** One value of a list and the rows that have it; `beside` is the usual spelling of a value that has another. */
export type ListedValue = { value: string | number | boolean; count: number; beside?: string }

/** Values of a column with their rows; `isOrdered` says that they stand in an order of their own, not by their counts. */
export type ColumnList = { name: StatisticName; items: ListedValue[]; isOrdered: boolean }

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** What a profile lists of a column beside its most frequent values; only what there is. */
export const columnLists = (profile: ColumnProfile): ColumnList[] => {
  const { sentinels, patterns, variants, damage, weekday_counts: days, hour_counts: hours } = profile
  const hasHours = hours?.some((count, hour) => count > 0 && hour > 0) ?? false
  const lists: ColumnList[] = [
    { name: 'sentinels', items: sentinels, isOrdered: false },
    {
      name: 'variants',
      items: variants.flatMap(({ value, spellings }) => spellings.map((other) => ({ ...other, beside: value }))),
      isOrdered: false,
    },
    { name: 'damage', items: damage, isOrdered: false },
    { name: 'patterns', items: patterns.map(({ pattern, count }) => ({ value: pattern, count })), isOrdered: false },
    {
      name: 'weekday_counts',
      items: (days ?? []).map((count, day) => ({ value: weekdays[day] as string, count })),
      isOrdered: true,
    },
    {
      name: 'hour_counts',
      items: hasHours ? (hours ?? []).map((count, hour) => ({ value: `${hour}:00`, count })) : [],
      isOrdered: true,
    },
  ]
  return lists.filter(({ items }) => items.length > 0)
}

/** How the bins of a histogram were chosen, in a few words. */
export const histogramRuleTexts: Record<HistogramRule, string> = {
  single_value: 'one value, one bin',
  each_integer: 'a bin for each whole number',
  freedman_diaconis: 'bins after Freedman and Diaconis',
  sturges: 'bins after Sturges',
  forty_bins: '40 bins, where the rules ask for more',
  calendar: 'bins of the calendar',
}

/** What limits the profile of a column, in sentences. */
export const columnNotes = ({
  kind,
  sql_type: type,
  values_cut: isCut,
  text_sample: sample,
}: ColumnProfile): string[] => [
  ...(kind === 'unsupported' ? [`Of values of the type ${type} only the nulls are counted.`] : []),
  ...(isCut ? ['Some texts are shown cut: only how they begin stands here.'] : []),
  ...(sample
    ? [
        `Shapes, spellings, stand-ins and the meaning rest on ${formatCount(sample.texts)} of ${formatCounted(sample.of, 'different text')}.`,
      ]
    : []),
]
