import { formatCount } from './format-numbers.ts'
import type { Receipt } from './receipt.ts'

/** One line of a ledger; `remark` is to be looked at, `note` only explains. */
export type LedgerLine = { label: string; count: number; remark?: string; note?: string }

/** The lines of the file by what they are; only those that occur. Empty for formats without lines. */
export const fileLedger = ({ lines, rows_loaded, rows_rejected }: Receipt): LedgerLine[] => {
  if (!lines) return []
  const further = lines.data - rows_loaded - rows_rejected
  const parts: LedgerLine[] = [
    { label: 'before the header', count: lines.preamble },
    { label: 'header', count: lines.header },
    { label: 'units', count: lines.units },
    { label: 'blank', count: lines.blank },
    { label: 'comments', count: lines.comment },
    { label: 'after the data', count: lines.footer },
    {
      label: 'data',
      count: lines.data,
      ...(further > 0 && { note: `${formatCount(further)} of them continue the row above` }),
    },
  ]
  return parts.filter(({ count, label }) => count > 0 || label === 'data')
}

/** The rows of the file by what became of them. */
export const rowLedger = ({ rows_loaded, rows_rejected, rows_reported, reported }: Receipt): LedgerLine[] => {
  const remarks = [
    reported.short_rows > 0 && `${formatCount(reported.short_rows)} too short`,
    reported.long_rows > 0 && `${formatCount(reported.long_rows)} too long`,
    reported.unparsed_cells > 0 && `${formatCount(reported.unparsed_cells)} cells not of their column's type`,
  ].filter(Boolean)
  return [
    {
      label: 'loaded',
      count: rows_loaded,
      ...(rows_reported > 0 && {
        remark: `of these ${formatCount(rows_reported)} reported${remarks.length > 0 ? `: ${remarks.join(', ')}` : ''}`,
      }),
    },
    { label: 'rejected', count: rows_rejected },
  ]
}

/** Whether the parts of the file add up to all of it. */
export const isBalanced = (receipt: Receipt): boolean => {
  if (!receipt.lines) return true
  return fileLedger(receipt).reduce((sum, { count }) => sum + count, 0) === receipt.lines.total
}
