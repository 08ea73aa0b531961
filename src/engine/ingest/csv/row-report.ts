/** What can be said of a part of a file. */
export const reportCodes = [
  'short_row',
  'long_row',
  'empty_field_removed',
  'stray_quote',
  'other_delimiter',
  'wrong_bytes',
  'unclosed_quote',
  'broken_json',
  'repeated_key',
  'loose_json',
  'preamble',
  'header_again',
  'units',
  'blank',
  'comment',
  'footer',
  'other_table',
] as const

/**
 * Something about a part of a file that a person should know. `reported`: a row that was loaded otherwise than it
 * stands; `surplus` are values that no column holds. `row`: bytes that form no record and were not loaded. `skipped`:
 * what stands in the file and is no row. `cell`: a value that its column cannot hold. Lines count from 1, rows from 0.
 */
export type RowReport = {
  scope: 'row' | 'cell' | 'reported' | 'skipped'
  code: (typeof reportCodes)[number]
  line_number: number
  /** Where it is known more exactly than by its line. */
  byte_offset?: number
  row_number: number | null
  column: string | null
  reason: string
  raw: string
  surplus: string[] | null
}

/** What is said of a line that is no row. */
export const skippedBecause = {
  preamble: 'The line stands above the table.',
  header_again: 'The line repeats the header.',
  units: 'The line gives the units of the columns.',
  blank: 'The line is blank.',
  comment: 'The line is a comment.',
  footer: 'The line stands below the table.',
  other_table: 'The line belongs to another table of the file.',
} as const

/** A report of something that stands in the file and is no row. */
export function skipped(code: keyof typeof skippedBecause, line_number: number, raw: string): RowReport {
  const nowhere = { row_number: null, column: null, surplus: null }
  return { scope: 'skipped', code, line_number, reason: skippedBecause[code], raw, ...nowhere }
}
