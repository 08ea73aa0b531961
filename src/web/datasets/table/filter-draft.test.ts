import { describe, expect, it } from 'vitest'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import { filterWords } from '../../../shared/filter-words.ts'
import type { Filter } from '../../../shared/rows.ts'
import {
  type ConditionDraft,
  changePart,
  type Draft,
  draftOf,
  filterOfDraft,
  type GroupDraft,
  gapIn,
  newCondition,
  nextId,
  partAt,
} from './filter-draft.ts'

const kinds: Record<string, ColumnKind> = { port: 'text', load: 'numeric', arrived: 'temporal', ok: 'boolean' }
const kindOf = (column: string) => kinds[column] ?? 'text'
const ham: Filter = { column: 'port', op: 'eq', value: 'HAM' }
const load: Filter = { column: 'load', op: 'between', value: [1, 2.5] }

describe('a draft', () => {
  it.each<Filter>([
    ham,
    load,
    { column: 'port', op: 'in', value: ['a', '', ' b\nc'] },
    { column: 'load', op: 'not_in', value: [1, '9007199254740993'] },
    { column: 'ok', op: 'eq', value: true },
    { column: 'port', op: 'is_blank' },
    { column: 'port', op: 'eq', value: '' },
    { column: 'port', op: 'between', value: ['', 'z'] },
    { column: 'port', op: 'eq', value: '""' },
    { column: 'port', op: 'contains', value: '""' },
    { and: [ham, load] },
    { or: [ham, { and: [load, { not: ham }] }] },
    { not: { or: [ham, load] } },
    { not: { and: [ham, { not: { not: load } }] } },
    { and: [] },
    { not: { or: [] } },
  ])('of %j says the same', (filter) => {
    expect(filterOfDraft(draftOf(filter), kindOf).filter).toEqual(filter)
  })

  it('gives what is no value as it was typed, for the server to judge', () => {
    const draft = { ...newCondition(0, 'load', 'numeric'), texts: ['much', ''] as [string, string] }
    expect(filterOfDraft(draft, kindOf).filter).toEqual({ column: 'load', op: 'eq', value: 'much' })
  })

  it.each<[Filter, string | undefined, string]>([
    [{ column: 'port', op: 'eq', value: 'x' }, 'Type a value.', 'port is …'],
    [{ column: 'port', op: 'contains', value: 'x' }, 'Type a value.', 'port contains …'],
    [{ column: 'load', op: 'lt', value: 1 }, 'Type a value.', 'load less than …'],
    [{ column: 'arrived', op: 'between', value: ['x', 'y'] }, 'Type both ends.', 'arrived from … to …'],
    [{ column: 'port', op: 'in', value: ['x'] }, 'Choose at least one value.', 'port is one of …'],
    [{ column: 'ok', op: 'eq', value: true }, undefined, 'ok is true'],
    [{ column: 'port', op: 'is_blank' }, undefined, 'port is blank'],
  ])('of %j without its values says what it lacks', (filter, message, words) => {
    const draft: Draft = { ...(draftOf(filter, 1) as ConditionDraft), texts: ['', ''], list: [] }
    const group: Draft = { id: 0, match: 'all', items: [draftOf(ham, 2), draft] }
    expect(gapIn(group, kindOf)).toEqual(message && { id: 1, message })
    expect(filterWords(filterOfDraft(draft, kindOf).filter, kindOf)).toBe(words)
  })

  it('knows its parts by the places that the API names', () => {
    const draft = draftOf({ and: [ham, { not: { or: [load, { column: 'port', op: 'is_null' }] } }] }) as GroupDraft
    const { places } = filterOfDraft(draft, kindOf)
    const group = draft.items[1] as GroupDraft
    expect(partAt(places, 'filter.and.0.value')).toBe(draft.items[0]?.id)
    expect(partAt(places, 'filter.and.1.not.or.0.value.1')).toBe(group.items[0]?.id)
    expect(partAt(places, 'filter.and.1.not')).toBe(group.id)
    expect(partAt(places, 'q')).toBeUndefined()
  })

  it('has ids of their own for all parts, and changes one of them', () => {
    const draft = draftOf({ and: [ham, { or: [load, ham] }, load] })
    const ids = [...filterOfDraft(draft, kindOf).places.values()]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).not.toContain(nextId(draft))
    const last = (draft as GroupDraft).items[2]?.id ?? -1
    const without = changePart(draft, last, () => undefined)
    expect(without && filterOfDraft(without, kindOf).filter).toEqual({ and: [ham, { or: [load, ham] }] })
    expect(changePart(draft, draft.id, () => undefined)).toBeUndefined()
  })
})
