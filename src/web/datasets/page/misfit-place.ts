import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question, Receipt } from '../../../shared/receipt.ts'

/** Another way to settle a question: rows that are none by the look of their place. */
export type PlaceAnswer = { remark: string; label: string; told: string; options: ReadingOptions }

/**
 * What else may be the matter where every value that does not fit stands right below the header or at the end of the
 * file: units or notes that were taken for rows. Undefined elsewhere, and where the file has lines of that sort already.
 */
export function placeOfMisfits(
  { alternatives }: Question,
  { format, lines, rows_loaded }: Receipt,
): PlaceAnswer | undefined {
  const alternative = alternatives.find(({ misfits }) => misfits?.length)
  const rows = alternative?.misfits?.map(({ row_number }) => row_number) ?? []
  const count = rows.length
  if (lines === null || count === 0 || count !== alternative?.differing_row_count) return undefined
  if (count === 1 && rows[0] === 0 && lines.units === 0 && format.header_rows > 0) {
    return {
      remark: 'It stands right below the header: a unit, perhaps, and no value.',
      label: 'Take that row into the header',
      told: 'that row is part of the header',
      options: { header_rows: format.header_rows + 1 },
    }
  }
  if (lines.footer > 0 || rows.some((row) => row < rows_loaded - count)) return undefined
  return {
    remark:
      count === 1
        ? 'It stands in the last row of the file: a note, perhaps, and no row.'
        : `They stand in the last ${count} rows of the file: notes, perhaps, and no rows.`,
    label: count === 1 ? 'Leave the last row out' : `Leave the last ${count} rows out`,
    told: count === 1 ? 'without its last row' : `without its last ${count} rows`,
    options: { footer_rows: count },
  }
}
