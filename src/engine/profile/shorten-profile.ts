import type { Bin, ColumnProfile, Profile } from '../../shared/profile.ts'

const bytesPerColumn = 2048
const fewestColumns = 50

/** How much of its lists a column profile keeps. */
export type Shortening = NonNullable<Profile['truncated']>

const levels: Shortening[] = [
  { values: 5, bins: 40, characters: 64 },
  { values: 5, bins: 20, characters: 32 },
  { values: 3, bins: 10, characters: 32 },
]

/**
 * Column profiles that take at most 2 KiB each on average (100 KiB for up to 50 columns): where they would take more,
 * fewer top values, patterns, characters and bins are kept, and `truncated` says how many.
 */
export function shortenProfiles(columns: ColumnProfile[]): Pick<Profile, 'columns' | 'truncated'> {
  const limit = bytesPerColumn * Math.max(columns.length, fewestColumns)
  if (bytesOf(columns) <= limit) return { columns, truncated: null }
  let shortened = columns
  for (const level of levels) {
    shortened = columns.map((column) => shorten(column, level))
    if (bytesOf(shortened) <= limit) return { columns: shortened, truncated: level }
  }
  return { columns: shortened, truncated: levels.at(-1) as Shortening }
}

function bytesOf(columns: ColumnProfile[]): number {
  return columns.reduce((sum, column) => sum + Buffer.byteLength(JSON.stringify(column)) + 1, 0)
}

function shorten(column: ColumnProfile, { values, bins, characters }: Shortening): ColumnProfile {
  const cut = <T>(value: T): T =>
    typeof value === 'string' && value.length > characters && column.kind === 'text'
      ? ([...value].slice(0, characters).join('') as T)
      : value
  const shorter = {
    ...column,
    min: cut(column.min),
    max: cut(column.max),
    top_values: column.top_values.slice(0, values).map(({ value, count }) => ({ value: cut(value), count })),
    patterns: column.patterns.slice(0, values),
    variants: column.variants
      .slice(0, values)
      .map((group) => ({ ...group, spellings: group.spellings.slice(0, values) })),
    histogram: mergeBins(column.histogram, bins),
    length_histogram: mergeBins(column.length_histogram, bins),
  }
  const isCut =
    shorter.min !== column.min ||
    shorter.max !== column.max ||
    shorter.top_values.some(({ value }, index) => value !== column.top_values[index]?.value)
  return { ...shorter, values_cut: column.values_cut || isCut }
}

/** Neighbouring bins become one, so that the bounds that stay are bounds that were. */
function mergeBins(bins: Bin[], most: number): Bin[] {
  const each = Math.ceil(bins.length / (most + 1))
  if (each <= 1) return bins
  const merged: Bin[] = []
  for (let start = 0; start < bins.length; start += each) {
    const group = bins.slice(start, start + each)
    merged.push({
      lower: (group[0] as Bin).lower,
      upper: (group.at(-1) as Bin).upper,
      count: group.reduce((sum, { count }) => sum + count, 0),
    })
  }
  return merged
}
