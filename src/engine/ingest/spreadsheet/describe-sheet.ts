import type { FoundFormat } from '../../../shared/receipt.ts'
import { blankFormat, type Evidence, evidence } from '../found-format.ts'
import { columnLetters } from './cell-reference.ts'
import type { SpreadsheetType } from './open-spreadsheet.ts'
import type { TablePlace } from './place-table.ts'
import type { RowNumbers } from './row-numbers.ts'
import type { SheetRows } from './sheet-rows.ts'
import type { SheetFooter } from './sort-sheet-rows.ts'
import type { WorkbookTable } from './survey-workbook.ts'
import type { SheetDetails, Workbook } from './workbook.ts'

type Described = {
  type: SpreadsheetType
  encoding: Workbook['encoding']
  tables: WorkbookTable[]
  chosen: WorkbookTable
  place: TablePlace
  rows: SheetRows
  numbers: RowNumbers
  footer: SheetFooter
  details: SheetDetails
  hiddenRows: number
}

/** What the receipt says of the place of a table in its workbook, and the evidence for each guess. */
export function describeSheet(described: Described): FoundFormat {
  const { type, encoding: letters, chosen, place, rows, numbers } = described
  const columns = rows.counts.map(({ column }) => column)
  const [first, last] = [columnLetters(columns[0] ?? 0), columnLetters(columns.at(-1) ?? 0)]
  const lastRow = numbers.last() ?? place.firstRow + Math.max(place.headerRows - 1, 0)
  const range = `${first}${place.firstRow}:${last}${lastRow}`
  return {
    ...blankFormat,
    type,
    header_rows: place.headerRows,
    skipped_rows: place.firstRow - (place.range?.top ?? 1),
    sheet: chosen.sheet.name,
    range,
    evidence: [
      ...(letters ? [evidence('encoding', letters.encoding, letters.because)] : []),
      sheetEvidence(described),
      rangeEvidence(described, range),
      evidence('header_rows', headerPlace(place), place.because),
      ...surroundings(described),
      ...hiddenEvidence(described, columns),
    ],
  }
}

function sheetEvidence({ tables, chosen: { sheet, part } }: Described): Evidence {
  const sheets = new Map(tables.map((table) => [table.sheet.index, table.sheet]))
  if (sheets.size === 1) return evidence('sheet', sheet.name, 'It is the only sheet.')
  const others = `The workbook has ${sheets.size - 1} other${sheets.size === 2 ? '' : 's'}.`
  const full = tables.filter(({ part: { columnCount } }) => columnCount !== 0)
  const usual = full.find((table) => !table.part.isHidden) ?? full[0]
  const because =
    usual?.sheet.index !== sheet.index
      ? `A person has chosen it${part.isHidden ? '; it is hidden' : ''}.`
      : `It is the first ${sheet.isHidden ? 'sheet with data; it is hidden, and those shown are empty' : 'visible sheet with data'}.`
  const next = full.find((table) => table.sheet.index !== sheet.index && !table.sheet.isHidden)
  return evidence('sheet', sheet.name, `${because} ${others}`, next?.sheet.name ?? null)
}

function rangeEvidence({ tables, chosen, place }: Described, range: string): Evidence {
  const beside = tables.filter((table) => table.sheet.index === chosen.sheet.index && table !== chosen)
  if (place.range) return evidence('range', range, 'A person has said so.')
  if (place.declared?.isExtent) {
    const name = place.declared.name === null ? '' : ` “${place.declared.name.slice(0, 100)}”`
    return evidence('range', range, `The workbook has a table${name} there.`, beside[0]?.part.range ?? null)
  }
  if (beside.length === 0) return evidence('range', range, 'It is the only table of the sheet.')
  const which = chosen.block === 0 ? 'It is the first' : 'It is one'
  const because = `${which} of ${beside.length + 1} tables of the sheet, which have headers of their own.`
  return evidence('range', range, because, beside[0]?.part.range ?? null)
}

function headerPlace({ headerRows, firstRow }: TablePlace): string {
  if (headerRows === 0) return 'none'
  return headerRows === 1 ? `row ${firstRow}` : `rows ${firstRow} to ${firstRow + headerRows - 1}`
}

function surroundings({ place, footer }: Described): Evidence[] {
  const found: Evidence[] = []
  if (place.unitsRows > 0) {
    found.push(evidence('units', 'one row', 'It holds units under the names of columns of numbers.'))
  }
  if (footer.rows > 0) {
    const because = footer.totals ?? 'They stand below the last row and do not fit the columns.'
    found.push(evidence(footer.totals === null ? 'footer' : 'totals', counted(footer.rows, 'row'), because))
  }
  return found
}

function hiddenEvidence({ hiddenRows, details, rows: { counts } }: Described, columns: number[]): Evidence[] {
  const { hiddenColumns } = details
  const isHidden = (column: number) => hiddenColumns.some(({ first, last }) => column >= first && column <= last)
  const letters = columns.filter((column, place) => isHidden(column) && counts[place]).map(columnLetters)
  const shown = letters.length > 20 ? [...letters.slice(0, 20), '...'] : letters
  const hidden = [
    ...(hiddenRows > 0 ? [counted(hiddenRows, 'row')] : []),
    ...(letters.length > 0 ? [`column${letters.length === 1 ? '' : 's'} ${shown.join(', ')}`] : []),
  ]
  return hidden.length === 0
    ? []
    : [evidence('hidden', hidden.join(' and '), 'They are hidden in the file and were read.')]
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}
