import { cellShape } from './cell-shape.ts'
import type { Field } from './collect-records.ts'
import { type ColumnLook, fitOf } from './column-looks.ts'
import { filledCount } from './judge-header.ts'

const footnote =
  /^\W*(?:sources?|notes?|footnotes?|copyright|©|generated|produced|created|exported|printed|last updated|updated|as of|disclaimer|legend|all rights|end of|data from|quellen?|hinweise?|stand|anmerkung(?:en)?|erstellt|fuente|nota|fonte|source)\b|^[*†‡¹²³]|^\(?[1-9a-c]\)\s/i

/** A line drawn with characters, as some offices put it between the rows and the notes. */
const ruledOff = /^[_\-–—=*.]{4,}$/

/** Whether a record may stand below the table rather than in it: it has at most one value, at its beginning. */
export function mayBeFooter(fields: Field[], width: number): boolean {
  if (width < 2) return false
  const filled = filledCount(fields)
  if (filled === 0) return true
  return filled === 1 && cellShape(fields[0] ?? null) !== 'empty' && (width > 2 || fields.length < width)
}

/** Whether a text begins as sources, notes and the like do. */
export function isFootnote(text: string): boolean {
  return footnote.test(text)
}

/** Whether the last records of a file, each of which may be a footer, are one. A gap before them, or words, make it so. */
export function isFooter(records: Field[][], looks: ColumnLook[], afterGap: boolean): boolean {
  const first = records.find((fields) => filledCount(fields) > 0)
  if (!first) return false
  const text = first[0]?.trim() ?? ''
  if (afterGap || records[0] !== first || isFootnote(text) || ruledOff.test(text)) return true
  return fitOf(text, looks[0]) === undefined && cellShape(text) === 'text' && looks.length > 0
}
