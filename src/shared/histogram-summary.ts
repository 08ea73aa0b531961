import { binText } from './bound-text.ts'
import { formatCount, formatCounted, formatShare } from './format-numbers.ts'
import type { Bin } from './histogram-bars.ts'

/** A histogram in one sentence, for those who do not see it. */
export const histogramSummary = (name: string, bins: Bin[], nullCount: number): string => {
  const nulls = nullCount > 0 ? ` ${formatCount(nullCount)} null beside.` : ''
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const fullest = bins.reduce<Bin | undefined>((best, bin) => (best && best.count >= bin.count ? best : bin), undefined)
  if (!fullest || total === 0) return `Histogram of ${name}: no values.${nulls}`
  const isLast = fullest === bins.at(-1)
  return `Histogram of ${name}: ${formatCounted(total, 'value')} in ${formatCounted(bins.length, 'bin')}, most (${formatShare(fullest.count / total)}) in ${binText(fullest, isLast)}.${nulls}`
}
