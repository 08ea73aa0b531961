import { useRef } from 'react'
import { storedText } from '../../../shared/cell-text.ts'
import type { Span } from './column-layout.ts'
import { alignedFraction, fractionLength, fractionOfType } from './number-alignment.ts'
import type { RowSource } from './row-source.ts'
import type { TableColumn } from './table-column.ts'
import type { Fractions } from './table-row.tsx'

type Seen = { source: RowSource; changes: number; rows: Span; inView: readonly number[] }

const none: Span = { first: 0, end: 0 }

/** The rows of `now` that were not in `before`: one run, as views move one way at a time. */
const newRows = (now: Span, before: Span): Span => {
  if (now.first >= before.end || now.end <= before.first) return now
  if (now.first < before.first && now.end > before.end) return now
  return now.first < before.first ? { first: now.first, end: before.first } : { first: before.end, end: now.end }
}

/**
 * The room after the point of every numeric column in view: fixed by its type, else the longest fraction seen so far. It
 * only grows, so that numbers once aligned stay where they are. Only what came into view is looked at.
 */
export const useFractions = (
  source: RowSource,
  columns: TableColumn[],
  rows: Span,
  inView: readonly number[],
): Fractions => {
  const kept = useRef<{ columns: TableColumn[]; fractions: Fractions; seen: Seen | undefined }>(undefined)
  const names = kept.current?.columns
  const isSameTable =
    names === columns || names?.every((column, index) => column.name === columns[index]?.name) === true
  const known: Fractions = isSameTable && kept.current ? kept.current.fractions : new Map()
  const seen = isSameTable ? kept.current?.seen : undefined
  const changes = source.changes()
  const isFresh = seen?.source !== source || seen.changes !== changes || seen.inView !== inView
  const wanted = isFresh ? rows : newRows(rows, seen?.rows ?? none)
  const grown = new Map<string, number>()
  for (const column of inView) {
    const { name, kind, sqlType } = columns[column] as TableColumn
    if (kind !== 'numeric') continue
    const found = fractionOfType(sqlType) ?? seenFraction(source, wanted, column, inView)
    if (found > (known.get(name) ?? -1)) grown.set(name, found)
  }
  const fractions = grown.size > 0 ? new Map([...known, ...grown]) : known
  kept.current = { columns, fractions, seen: { source, changes, rows, inView } }
  return fractions
}

const seenFraction = (source: RowSource, rows: Span, column: number, inView: readonly number[]) => {
  const fractions: number[] = []
  for (let index = rows.first; index < rows.end; index += 1) {
    const value = source.row(index, inView).value(column)
    if (value !== undefined && value !== null) fractions.push(fractionLength(storedText(value)))
  }
  return alignedFraction(fractions)
}
