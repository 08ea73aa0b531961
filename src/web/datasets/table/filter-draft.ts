import { storedText } from '../../../shared/cell-text.ts'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import { valuesWanted } from '../../../shared/filter-words.ts'
import type { Filter, FilterOp, FilterValue } from '../../../shared/rows.ts'
import { asTyped, fromTyped, opsOfKind, typedValue } from './filter-conditions.ts'

/** How the parts of a group go together. */
export type Match = 'all' | 'any' | 'none' | 'not_all'

/** A condition as it is being written: `texts` are one value, or the low and the high end, as typed; `list` is of many. */
export type ConditionDraft = { id: number; column: string; op: FilterOp; texts: [string, string]; list: string[] }

/** A group as it is being written. */
export type GroupDraft = { id: number; match: Match; items: Draft[] }

/** A filter as it is being written; every part has an id of its own. */
export type Draft = ConditionDraft | GroupDraft

/** A new condition on a column. */
export const newCondition = (id: number, column: string, kind: ColumnKind): ConditionDraft => ({
  ...{ id, column, texts: ['', ''], list: [] },
  op: opsOfKind[kind][0] ?? 'is_null',
})

/** An id that no part of a draft has. */
export const nextId = (draft: Draft): number =>
  1 + ('items' in draft ? Math.max(draft.id, ...draft.items.map((item) => nextId(item) - 1)) : draft.id)

/** A filter, taken apart to be written on. */
export const draftOf = (filter: Filter, id = 0): Draft => {
  if ('column' in filter) {
    const { column, op, value = null } = filter
    const stored = [value].flat().map(storedText)
    const texts = isPartOfText(op) ? stored : stored.map(asTyped)
    const isList = valuesWanted(op) === 'many'
    return { id, column, op, texts: isList ? ['', ''] : [texts[0] ?? '', texts[1] ?? ''], list: isList ? stored : [] }
  }
  const inner = 'not' in filter ? filter.not : filter
  const match: Match = 'not' in filter ? ('and' in inner ? 'not_all' : 'none') : 'and' in filter ? 'all' : 'any'
  const parts = 'and' in inner ? inner.and : 'or' in inner ? inner.or : [inner]
  const group: GroupDraft = { id, match, items: [] }
  for (const part of parts) group.items.push(draftOf(part, nextId(group)))
  return group
}

/** The filter that a draft says, and for every place in it, as the API names it, the part that wrote it. */
export const filterOfDraft = (
  draft: Draft,
  kindOf: (column: string) => ColumnKind,
  path = 'filter',
): { filter: Filter; places: Map<string, number> } => {
  if (!('items' in draft))
    return { filter: conditionOf(draft, kindOf(draft.column)), places: new Map([[path, draft.id]]) }
  const { match, items, id } = draft
  const [only] = items
  const isNot = match === 'none' || match === 'not_all'
  const inner = isNot ? `${path}.not` : path
  const word = match === 'all' || match === 'not_all' ? 'and' : 'or'
  const written = items.map((item, index) =>
    filterOfDraft(item, kindOf, only && items.length === 1 ? inner : `${inner}.${word}.${index}`),
  )
  const parts = written.map(({ filter }) => filter)
  const [part] = parts
  const joined: Filter = part && parts.length === 1 ? part : word === 'and' ? { and: parts } : { or: parts }
  return {
    filter: isNot ? { not: joined } : joined,
    places: new Map([[path, id], ...written.flatMap(({ places }) => [...places])]),
  }
}

const gap = '…'

/** Operators whose text is a part of a value or a pattern: two quotation marks are just these. */
const isPartOfText = (op: FilterOp): boolean => /contain|_with|matches/.test(op)

/**
 * What was typed goes as the value it is; what is no value of its kind goes as it stands, and the server says so. Where
 * nothing was typed stands a gap, for the words.
 */
const conditionOf = ({ column, op, texts, list }: ConditionDraft, kind: ColumnKind): Filter => {
  const typed = (text: string) => {
    if (kind === 'boolean') return text !== 'false'
    if (text === '') return gap
    return typedValue(kind === 'text' && !isPartOfText(op) ? fromTyped(text) : text, kind) ?? text
  }
  const value: Record<ReturnType<typeof valuesWanted>, () => FilterValue | undefined> = {
    none: () => undefined,
    one: () => typed(texts[0]),
    two: () => texts.map(typed),
    many: () => (list.length === 0 ? [gap] : list.map((text) => typedValue(text, kind) ?? text)),
  }
  const given = value[valuesWanted(op)]()
  return given === undefined ? { column, op } : { column, op, value: given }
}

/** The first condition that says too little to be asked, and what it lacks. */
export const gapIn = (
  draft: Draft,
  kindOf: (column: string) => ColumnKind,
): { id: number; message: string } | undefined => {
  if ('items' in draft) {
    for (const item of draft.items) {
      const found = gapIn(item, kindOf)
      if (found) return found
    }
    return undefined
  }
  const { id, op, texts, list, column } = draft
  const wanted = valuesWanted(op)
  if (wanted === 'none' || kindOf(column) === 'boolean') return undefined
  if (wanted === 'many') return list.length === 0 ? { id, message: 'Choose at least one value.' } : undefined
  if (wanted === 'one') return texts[0] === '' ? { id, message: 'Type a value.' } : undefined
  return texts.includes('') ? { id, message: 'Type both ends.' } : undefined
}

/** The part at a place that the API named, or the nearest one around it. */
export const partAt = (places: ReadonlyMap<string, number>, path: string): number | undefined => {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const found = places.get(at)
    if (found !== undefined) return found
  }
  return undefined
}

/** A draft with one of its parts changed, or without it. */
export const changePart = (draft: Draft, id: number, change: (part: Draft) => Draft | undefined): Draft | undefined => {
  if (draft.id === id) return change(draft)
  if (!('items' in draft)) return draft
  return { ...draft, items: draft.items.flatMap((item) => changePart(item, id, change) ?? []) }
}
