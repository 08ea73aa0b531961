import type { ChartData } from '../../../shared/charts.ts'
import type { Paint } from './scene.ts'
import { categoryText } from './value-text.ts'

/** The marks of one colour. `isOther` are all categories of the colour that are not named. */
export type Series = { key: string; value: unknown; label: string; paint: Paint; isOther: boolean }

export const paints = ['category-1', 'category-2', 'category-3', 'category-4', 'category-5', 'category-6']

/** What tells values of any kind apart; null is the other. */
export const keyOf = (value: unknown): string => JSON.stringify(value ?? null)

/** The series of a chart in the order wished for, what is left over last; a single one without a name where colour means nothing. */
export const seriesOf = ({ colors, spec }: ChartData): Series[] => {
  if (!colors) return [{ key: keyOf(null), value: null, label: '', paint: 'category-1', isOther: false }]
  const wanted = spec.color_order ?? []
  const rank = (value: unknown) => {
    const at = wanted.indexOf(categoryText(value))
    return at < 0 ? wanted.length : at
  }
  const named = colors.values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => rank(a.value) - rank(b.value) || a.index - b.index)
    .map(({ value }, index) => ({
      ...{ key: keyOf(value), value, label: categoryText(value), isOther: false },
      paint: paints[index] ?? 'category-other',
    }))
  if (!colors.other) return named
  return [...named, { key: keyOf(null), value: null, label: 'other', paint: 'hatched', isOther: true }]
}
