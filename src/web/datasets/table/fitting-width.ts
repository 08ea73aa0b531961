import { storedText } from '../../../shared/cell-text.ts'
import { nameWidth, widestColumn, widthOfCharacters } from './column-width.ts'
import type { RowSource } from './row-source.ts'
import type { TableColumn } from './table-column.ts'

const rowsLookedAt = 200

/** The width in which a column shows its name and its values around a row, as far as they have arrived. */
export const fittingWidth = (source: RowSource, { name }: TableColumn, column: number, row: number): number => {
  let characters = 0
  const end = Math.min(source.rowCount() ?? 0, row + rowsLookedAt)
  for (let index = Math.max(0, row - rowsLookedAt); index < end; index += 1) {
    const value = source.row(index, [column]).value(column)
    if (value !== undefined) characters = Math.max(characters, value === null ? 4 : storedText(value).length)
  }
  return Math.min(widestColumn, Math.max(nameWidth(name), widthOfCharacters(characters)))
}
