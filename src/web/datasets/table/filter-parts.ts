import type { Filter } from '../../../shared/rows.ts'

/** The parts without those that say the same as one before. */
export const distinctParts = (parts: Filter[]): Filter[] => [
  ...new Map(parts.map((part) => [JSON.stringify(part), part])).values(),
]

/** The parts of a filter that all hold, none of them twice: what one chip each stands for. */
export const partsOf = (filter: Filter | undefined): Filter[] => {
  if (filter === undefined) return []
  return 'and' in filter ? distinctParts(filter.and) : [filter]
}

/** The filter of parts that all hold; a part that is itself a list of such stays one part. */
export const filterOf = (parts: Filter[]): Filter | undefined => {
  const [only] = parts
  return parts.length === 1 && only !== undefined && !('and' in only) ? only : only && { and: parts }
}

/** The parts with one of them replaced, or removed where there is no other. */
export const replacePart = (parts: Filter[], index: number, next: Filter | undefined): Filter[] =>
  parts.flatMap((part, at) => (at !== index ? [part] : next === undefined ? [] : [next]))
