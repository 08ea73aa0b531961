import type { SourceTable } from './source-table.ts'

/** A file before it is written: every cell with its quotes and every mark between, each of which may be changed. */
export type WrittenRow = {
  cells: { text: string; isQuoted: boolean; isStray?: boolean }[]
  marks: string[]
  end: string
}
export type WrittenFile = { rows: WrittenRow[]; quote: string; escape: string }

/** A table as a file of commas, quotes and CRLF. */
export function writtenFile({ names, rows, quotedColumns }: SourceTable): WrittenFile {
  return {
    quote: '"',
    escape: '"',
    rows: [names, ...rows].map((cells) => writtenRow(cells, quotedColumns)),
  }
}

/** One row of such a file. */
export function writtenRow(cells: string[], quotedColumns: Set<number> = new Set()): WrittenRow {
  return {
    cells: cells.map((text, index) => ({ text, isQuoted: quotedColumns.has(index) })),
    marks: cells.slice(1).map(() => ','),
    end: '\r\n',
  }
}

/** The text of a file. A stray quote stands before the value of its cell, inside the quotes if there are any. */
export function textOf({ rows, quote, escape: mark }: WrittenFile): string {
  const cellText = ({ text, isQuoted, isStray }: WrittenRow['cells'][number]) => {
    const stray = isStray ? quote : ''
    if (isQuoted) return quote + stray + text.replaceAll(quote, mark + quote) + quote
    return stray + text
  }
  return rows
    .map(({ cells, marks, end }) => cells.map((cell, index) => cellText(cell) + (marks[index] ?? '')).join('') + end)
    .join('')
}
