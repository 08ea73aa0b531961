import { foldCase } from '../../../shared/fold-case.ts'
import type { Filter } from '../../../shared/rows.ts'
import type { TableColumn } from './table-column.ts'

/** A text that rows were found by, and where in a cell it stands. */
export type Needle = { text: string; at: 'anywhere' | 'start' | 'end' }

/** The texts that the cells of each column were found by. */
export type Needles = ReadonlyMap<string, readonly Needle[]>

const places = { contains: 'anywhere', starts_with: 'start', ends_with: 'end' } as const

/** What a filter and a search look for in the texts of each column; nothing for what must not be there. */
export const needlesOf = (filter: Filter | undefined, q: string, columns: TableColumn[]): Needles => {
  const found = new Map<string, Needle[]>()
  const add = (column: string, text: string, at: Needle['at']) => {
    if (text !== '') found.set(column, [...(found.get(column) ?? []), { text: foldCase(text), at }])
  }
  const walk = (part: Filter) => {
    if ('and' in part) part.and.forEach(walk)
    else if ('or' in part) part.or.forEach(walk)
    else if ('column' in part && part.op in places) {
      add(part.column, String(part.value), places[part.op as keyof typeof places])
    }
  }
  if (filter) walk(filter)
  if (q.trim() !== '') for (const { name, kind } of columns) if (kind === 'text') add(name, q, 'anywhere')
  return found
}

/** A part of a text: from one UTF-16 unit to before another. */
export type TextRange = { from: number; to: number }

/** Where the needles stand in a text, one after the other; those that touch are one. */
export const matchesIn = (text: string, needles: readonly Needle[]): TextRange[] => {
  const folded = foldCase(text)
  const found = needles.flatMap((needle) => rangesOf(folded, needle)).sort((a, b) => a.from - b.from)
  const joined: TextRange[] = []
  for (const range of found) {
    const last = joined.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else joined.push({ ...range })
  }
  return joined
}

const rangesOf = (folded: string, { text, at }: Needle): TextRange[] => {
  if (at === 'start') return folded.startsWith(text) ? [{ from: 0, to: text.length }] : []
  if (at === 'end') return folded.endsWith(text) ? [{ from: folded.length - text.length, to: folded.length }] : []
  const ranges: TextRange[] = []
  for (let from = folded.indexOf(text); from >= 0; from = folded.indexOf(text, from + text.length)) {
    ranges.push({ from, to: from + text.length })
  }
  return ranges
}

/** A text from shortly before its first match on, where that would stand beyond the `room` of a cell. */
export const fromMatch = (text: string, needles: readonly Needle[], room: number): string => {
  const [first] = matchesIn(text, needles)
  if (!first || first.to <= room) return text
  const start = Math.max(0, first.from - Math.floor(Math.max(0, room - (first.to - first.from)) / 2))
  const isInsidePair = /^[\udc00-\udfff]/.test(text.slice(start, start + 1))
  return `…${text.slice(isInsidePair ? start + 1 : start)}`
}
