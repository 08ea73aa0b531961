import { isFootnote } from '../csv/footer.ts'
import type { skippedBecause } from '../csv/row-report.ts'
import type { TablePlace } from './place-table.ts'
import { isFilled, repeats, withinColumns } from './sheet-blocks.ts'
import { type ColumnSums, columnSums, isTotals } from './totals-row.ts'
import type { SheetRow } from './workbook.ts'

/** Tells the rows of a table from what stands around them, row by row. */
export type SheetSorter = {
  push(row: SheetRow): void
  /** To be called once after the last row. */
  end(): void
  footer(): SheetFooter
}

/** How many rows below the last one were left out, and why; `totals` is what showed that the first of them adds up. */
export type SheetFooter = { rows: number; totals: string | null }

type Listener = {
  onRow(row: SheetRow): void
  onSkipped(code: keyof typeof skippedBecause, row: SheetRow): void
}

type Waiting = { row: SheetRow; afterGap: boolean }

/** A footer is no longer than this. */
const mostFooterRows = 1000

/**
 * Sorts the rows of a sheet for one table in it. Rows that may be a footer wait until another row follows; at the end
 * those with nothing but a note, and a row of totals that add up, are left out. A person may have said how many.
 */
export function sortSheetRows(place: TablePlace, said: number | undefined, listener: Listener): SheetSorter {
  const declared = place.declared?.totalsRows || undefined
  const footerRows = said ?? declared
  const sums = columnSums()
  const lastHeader = place.headNumbers[place.headerRows - 1] ?? 0
  const head = new Set(place.headNumbers)
  const footer: SheetFooter = { rows: 0, totals: null }
  let last = 0
  let waiting: Waiting[] = []

  const add = ({ row }: Waiting) => {
    sums.add(row)
    listener.onRow(row)
  }
  const keepWaiting = (most: number) => {
    while (waiting.length > most) add(waiting.shift() as Waiting)
  }
  const data = (row: SheetRow) => {
    const one = { row, afterGap: last > 0 && row.number > last + 1 }
    last = row.number
    if (footerRows !== undefined) {
      waiting.push(one)
      keepWaiting(footerRows)
    } else if (mayBeFooter(row, place) || isTotals(row)) {
      waiting.push(one)
      keepWaiting(mostFooterRows)
    } else {
      keepWaiting(0)
      add(one)
    }
  }

  return {
    push(row) {
      if (!isFilled(row)) return
      if (place.endRow !== null && row.number >= place.endRow)
        return listener.onSkipped(elsewhere(row, place, 'footer'), row)
      const own = place.columns ? withinColumns(row, place.columns.left, place.columns.right)[0] : row
      if (row.number < place.firstRow) return listener.onSkipped(elsewhere(row, place, 'preamble'), row)
      if (!own || !isFilled(own)) return
      if (head.delete(row.number)) {
        if (row.number > lastHeader) listener.onSkipped('units', own)
        return
      }
      if (repeats(own, place.header)) listener.onSkipped('header_again', own)
      else data(own)
    },
    end() {
      const found = footerRows === undefined ? findFooter(waiting, place, sums) : { from: 0, totals: null }
      footer.totals = said === undefined && declared !== undefined ? 'The workbook says so.' : found.totals
      for (const [index, one] of waiting.entries()) {
        if (index < found.from) add(one)
        else {
          footer.rows++
          listener.onSkipped('footer', one.row)
        }
      }
      waiting = []
    },
    footer: () => footer,
  }
}

/** What a row beyond the table is: of another table, or else what it is by its place. */
function elsewhere<Code>({ number }: SheetRow, { others }: TablePlace, code: Code): Code | 'other_table' {
  return others.some(({ first, last }) => number >= first && number <= last) ? 'other_table' : code
}

/** One text at the beginning of a row that has no other value. */
function mayBeFooter({ cells }: SheetRow, { knownColumns }: TablePlace): boolean {
  const [cell] = cells
  return knownColumns.length > 1 && cells.length === 1 && cell?.kind === 'text' && cell.column <= (knownColumns[0] ?? 0)
}

/** Where the footer begins among the last rows, each of which may be of one. */
function findFooter(waiting: Waiting[], place: TablePlace, sums: ColumnSums): { from: number; totals: string | null } {
  for (const [from, { row, afterGap }] of waiting.entries()) {
    const isNote = mayBeFooter(row, place)
    const text = row.cells[0]?.text ?? ''
    const totals = isTotals(row) ? sums.evidence(row) : null
    if (totals !== null) return { from, totals }
    if (isNote && (afterGap || isFootnote(text) || sums.isTyped(row.cells[0]?.column ?? 0)))
      return { from, totals: null }
    if (!isNote && afterGap) return { from, totals: 'It stands below a blank row.' }
    sums.add(row)
  }
  return { from: waiting.length, totals: null }
}
