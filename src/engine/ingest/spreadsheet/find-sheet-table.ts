import type { SheetCell, SheetRow } from './workbook.ts'

/**
 * Where the table stands in a sheet: how many rows with values lie above it, its header if it has one, and the columns
 * in use, 0-based in the sheet. `because` says why the header is one, or why there is none.
 */
export type SheetTable = { skippedRows: number; header: SheetRow | undefined; columns: number[]; because: string }

const deepestHeader = 20

/** Finds the table in the first rows of a sheet: titles and notes above it are rows at most half as full as its header. */
export function findSheetTable(rows: SheetRow[]): SheetTable {
  for (let above = 0; above < Math.min(rows.length, deepestHeader); above++) {
    const candidate = rows[above] as SheetRow
    const body = rows.slice(above + 1)
    if (above > 0 && !isFullerThan(candidate, rows.slice(0, above), body)) continue
    const { isHeader, because } = judgeHeader(candidate, body)
    if (isHeader) return { skippedRows: above, header: candidate, columns: columnsOf([candidate, ...body]), because }
  }
  const { because } = judgeHeader(rows[0] as SheetRow, rows.slice(1))
  return { skippedRows: 0, header: undefined, columns: columnsOf(rows), because }
}

function isFullerThan({ cells }: SheetRow, above: SheetRow[], body: SheetRow[]): boolean {
  const widths = body.map((row) => row.cells.length).sort((a, b) => a - b)
  const usual = widths[Math.floor(widths.length / 2)] ?? 0
  return cells.length >= 2 && cells.length > usual / 2 && above.every((row) => row.cells.length <= cells.length / 2)
}

function columnsOf(rows: SheetRow[]): number[] {
  const columns = new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)))
  return [...columns].sort((a, b) => a - b)
}

function judgeHeader({ cells }: SheetRow, body: SheetRow[]): { isHeader: boolean; because: string } {
  const isAllText = cells.every(({ kind, text }) => kind === 'text' && text.trim() !== '')
  if (body.length === 0) {
    return { isHeader: isAllText, because: isAllText ? 'The only row is all text.' : 'The only row holds values.' }
  }
  const votes = cells.reduce((sum, cell) => sum + headerVote(cell, body), 0)
  if (votes > 0) return { isHeader: true, because: 'Its cells are text above columns of values.' }
  if (votes < 0) return { isHeader: false, because: 'Its cells are like the values below them.' }
  const names = new Set(cells.map(({ text }) => text))
  const isHeader = isAllText && names.size === cells.length && body.every((row) => row.cells.length <= cells.length)
  return {
    isHeader,
    because: isHeader
      ? 'All cells are text and those of the first row differ from each other.'
      : 'Its cells are no names.',
  }
}

function headerVote(cell: SheetCell, body: SheetRow[]): number {
  const below = body.flatMap(({ cells }) => cells.filter(({ column }) => column === cell.column))
  if (below.length === 0) return 0
  const typed = below.filter(({ kind }) => kind !== 'text').length / below.length
  if (cell.kind === 'text') return typed > 0.5 ? 1 : below.some(({ text }) => text === cell.text) ? -0.5 : 0
  if (isYear(cell) && !below.some(isYear)) return 0.5
  return typed > 0.5 ? -1.5 : -0.25
}

function isYear({ kind, text }: SheetCell): boolean {
  return kind === 'number' && /^(19|20)\d\d$/.test(text)
}
