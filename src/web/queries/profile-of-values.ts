import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import type { Bin, ColumnProfile } from '../../shared/profile.ts'
import type { RowsColumn } from '../../shared/rows.ts'

const mostTopValues = 20
const mostIntegers = 30
const mostBins = 40

type Value = string | number | boolean

/** What the chart in the head of a column needs, counted of the values that are here and no others. */
export const profileOfValues = ({ name, sql_type, kind }: RowsColumn, values: readonly unknown[]): ColumnProfile => {
  const present = values.filter((value) => value !== null)
  const identity = { name, sql_type, kind, count: values.length, null_count: values.length - present.length }
  const profile = blankColumnProfile(identity)
  if (kind === 'unsupported' || kind === 'nested') return { ...profile, distinct_count: null }
  const counts = new Map<Value, number>()
  for (const value of present as Value[]) counts.set(value, (counts.get(value) ?? 0) + 1)
  const top = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  const counted = { ...profile, distinct_count: counts.size, top_values: top.slice(0, mostTopValues) }
  if (kind === 'numeric') return { ...counted, ...spanOf(present as Value[], Number, (place) => place) }
  if (kind === 'temporal') return { ...counted, ...spanOf(present as Value[], momentOf, textOfMoment(sql_type)) }
  const lengths = kind === 'text' ? present.map((value) => [...String(value)].length) : []
  if (lengths.length === 0) return counted
  return { ...counted, min_length: lowest(lengths), max_length: -lowest(lengths.map((length) => -length)) }
}

const lowest = (numbers: readonly number[]) =>
  numbers.reduce((low, one) => Math.min(low, one), Number.POSITIVE_INFINITY)

const momentOf = (value: Value) => millisecondsOf(String(value))

/** A moment as the values of the column are written, to the second. */
const textOfMoment = (sqlType: string) => (place: number) => {
  const text = new Date(place).toISOString()
  if (sqlType === 'DATE') return text.slice(0, 10)
  return sqlType.startsWith('TIME') && !sqlType.startsWith('TIMESTAMP') ? text.slice(11, 19) : text.slice(0, 19)
}

/** The ends and the histogram of values that have places on a line; those that have none are left out. */
const spanOf = (
  values: readonly Value[],
  placeOf: (value: Value) => number,
  boundOf: (place: number) => Bin['lower'],
): Partial<ColumnProfile> => {
  const placed = values.map((value) => ({ value, place: placeOf(value) })).filter(({ place }) => Number.isFinite(place))
  const [first] = placed
  if (!first) return {}
  let [min, max] = [first, first]
  for (const one of placed) {
    if (one.place < min.place) min = one
    if (one.place > max.place) max = one
  }
  const bins = binsOf(
    placed.map(({ place }) => place),
    min.place,
    max.place,
  )
  const histogram = bins.map(({ lower, upper, count }) => ({ lower: boundOf(lower), upper: boundOf(upper), count }))
  return { min: min.value, max: max.value, histogram }
}

const binsOf = (places: readonly number[], low: number, high: number) => {
  const span = high - low
  if (span === 0) return [{ lower: low, upper: high, count: places.length }]
  const areFewIntegers = span <= mostIntegers && places.every(Number.isInteger)
  const sturges = Math.min(mostBins, Math.ceil(Math.log2(places.length) * 2) + 1)
  const count = areFewIntegers ? span + 1 : sturges
  const [start, width] = areFewIntegers ? [low - 0.5, 1] : [low, span / count]
  const bins = Array.from({ length: count }, (_, index) => {
    return { lower: start + index * width, upper: start + (index + 1) * width, count: 0 }
  })
  for (const place of places) {
    const bin = bins[Math.min(count - 1, Math.floor((place - start) / width))]
    if (bin) bin.count += 1
  }
  return bins
}
