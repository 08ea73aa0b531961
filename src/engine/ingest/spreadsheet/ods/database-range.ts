import { cellsOf } from '../cell-reference.ts'
import type { DeclaredTable } from '../workbook.ts'

/**
 * The range of a sheet that a database range of an OpenDocument spreadsheet is; one without a name of its own is where
 * somebody has set a filter. Undefined where the range is none of one sheet.
 */
export function databaseRange(attributes: Record<string, string>): { sheet: string; table: DeclaredTable } | undefined {
  const { 'table:name': name = '', 'table:target-range-address': address = '' } = attributes
  const [, quoted, plain, from, to] =
    /^(?:'((?:[^']|'')*)'|([^.]*))\.([A-Z]+\d+):(?:(?:'(?:[^']|'')*'|[^.]*)\.)?([A-Z]+\d+)$/.exec(
      address.replaceAll('$', ''),
    ) ?? []
  const sheet = quoted?.replaceAll("''", "'") ?? plain
  const range = cellsOf(`${from}:${to}`)
  if (sheet === undefined || !range) return undefined
  const isExtent = !name.startsWith('__Anonymous')
  const headerRows = attributes['table:contains-header'] === 'false' ? 0 : 1
  if (!isExtent && headerRows === 0) return undefined
  return { sheet, table: { name: isExtent ? name : null, range, headerRows, totalsRows: 0, isExtent } }
}
