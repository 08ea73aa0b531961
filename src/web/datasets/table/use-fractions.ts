import { useRef } from 'react'
import { storedText } from '../../values/cell-text.ts'
import type { Span } from './column-layout.ts'
import { alignedFraction, fractionLength, fractionOfType } from './number-alignment.ts'
import type { RowSource } from './row-source.ts'
import type { TableColumn } from './table-column.ts'
import type { Fractions } from './table-row.tsx'

/**
 * The room after the point of every numeric column in view: fixed by its type, else the longest fraction seen so far. It
 * only grows, so that numbers once aligned stay where they are.
 */
export const useFractions = (source: RowSource, columns: TableColumn[], rows: Span, inView: Span): Fractions => {
  const kept = useRef<{ columns: TableColumn[]; fractions: Fractions }>({ columns, fractions: new Map() })
  const known = kept.current.columns === columns ? kept.current.fractions : new Map<string, number>()
  const grown = new Map<string, number>()
  for (let column = inView.first; column < inView.end; column += 1) {
    const { name, kind, sqlType } = columns[column] as TableColumn
    if (kind !== 'numeric') continue
    const ofType = fractionOfType(sqlType)
    const found = ofType ?? seenFraction(source, rows, column, inView)
    if (found > (known.get(name) ?? -1)) grown.set(name, found)
  }
  if (grown.size > 0 || kept.current.columns !== columns) {
    kept.current = { columns, fractions: new Map([...known, ...grown]) }
  }
  return kept.current.fractions
}

const seenFraction = (source: RowSource, rows: Span, column: number, inView: Span) => {
  const fractions: number[] = []
  for (let index = rows.first; index < rows.end; index += 1) {
    const value = source.row(index, inView).value(column)
    if (value !== undefined && value !== null) fractions.push(fractionLength(storedText(value)))
  }
  return alignedFraction(fractions)
}
