import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { WorkbookTable } from './survey-workbook.ts'

/** The table that a person has chosen, else the first that is shown and holds something. */
export function chooseTable(tables: WorkbookTable[], { table_index }: ReadingOptions): WorkbookTable {
  if (table_index !== undefined) {
    const chosen = tables[table_index]
    if (chosen) return chosen
    throw new UnreadableFileError(
      'option_not_applicable',
      `This workbook has ${tables.length} table${tables.length === 1 ? '' : 's'}, counted from 0, and none with the number ${table_index}.`,
    )
  }
  const full = tables.filter(({ part }) => part.columnCount !== 0)
  const found = full.find(({ part }) => !part.isHidden) ?? full[0]
  if (found) return found
  throw new UnreadableFileError('empty_file', 'No sheet of this workbook holds a value. There is nothing to read.')
}
