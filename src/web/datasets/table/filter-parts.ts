import type { Filter } from '../../../shared/rows.ts'

/** The parts of a filter that all hold: what one chip each stands for. */
export const partsOf = (filter: Filter | undefined): Filter[] => {
  if (filter === undefined) return []
  return 'and' in filter ? filter.and : [filter]
}

/** The filter of parts that all hold; a part that is itself a list of such stays one part. */
export const filterOf = (parts: Filter[]): Filter | undefined => {
  const [only] = parts
  return parts.length === 1 && only !== undefined && !('and' in only) ? only : only && { and: parts }
}

/** The parts with one of them replaced, or removed where there is no other. */
export const replacePart = (parts: Filter[], index: number, next: Filter | undefined): Filter[] =>
  parts.flatMap((part, at) => (at !== index ? [part] : next === undefined ? [] : [next]))
