import type { ColumnProfile } from '../../shared/profile.ts'

/** What a list of columns can be ordered by; `position` is the order of the file. */
export type ColumnOrder = { by: 'position' | 'name' | 'kind' | 'nulls' | 'distinct'; descending: boolean }

/** A column profile with its place in the file. */
export type PlacedProfile = { profile: ColumnProfile; position: number }

const collator = new Intl.Collator('en', { numeric: true })

const compare = (by: ColumnOrder['by']) => (a: PlacedProfile, b: PlacedProfile) => {
  switch (by) {
    case 'position':
      return a.position - b.position
    case 'name':
      return collator.compare(a.profile.name, b.profile.name)
    case 'kind':
      return collator.compare(a.profile.kind, b.profile.kind)
    case 'nulls':
      return a.profile.null_count - b.profile.null_count
    case 'distinct':
      return (a.profile.distinct_count ?? -1) - (b.profile.distinct_count ?? -1)
  }
}

/** The columns in the wanted order; equal ones stay in the order of the file. */
export const orderColumns = (columns: PlacedProfile[], { by, descending }: ColumnOrder): PlacedProfile[] => {
  const wanted = compare(by)
  return columns.toSorted((a, b) => (descending ? wanted(b, a) : wanted(a, b)) || a.position - b.position)
}

/** The order after a press on a heading: most first for counts, then the other way, then as in the file. */
export const pressOrder = (now: ColumnOrder, by: ColumnOrder['by']): ColumnOrder => {
  const beginsDescending = by === 'nulls' || by === 'distinct'
  if (now.by !== by) return { by, descending: beginsDescending }
  return now.descending === beginsDescending
    ? { by, descending: !now.descending }
    : { by: 'position', descending: false }
}
