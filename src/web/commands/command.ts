/** Something that the palette can do or go to. */
export type Command = {
  /** Stays the same from day to day, so that what was used lately is known. */
  id: string
  label: string
  /** What it is, said beside it. */
  group: string
  /** Further words it is found by. */
  words?: string
  /** The keys that do the same. */
  keys?: string
  run: () => void
}
