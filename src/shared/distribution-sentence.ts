import { columnShape } from './column-shape.ts'
import { formatShare } from './format-numbers.ts'
import { histogramSummary } from './histogram-summary.ts'
import type { ColumnProfile } from './profile.ts'

const mostNamed = 3

/** How the values of a column are distributed, in one sentence; empty where nothing but words would be drawn. */
export const distributionSentence = (profile: ColumnProfile): string => {
  const shape = columnShape(profile)
  if (shape.form === 'words') return ''
  if (shape.form === 'histogram') return histogramSummary(profile.name, profile.histogram, profile.null_count)
  const named = shape.values
    .slice(0, mostNamed)
    .map(({ text, count }) => `${text || 'empty text'} ${formatShare(count / shape.total)}`)
  return `Most frequent values of ${profile.name}: ${named.join(', ')}.`
}
