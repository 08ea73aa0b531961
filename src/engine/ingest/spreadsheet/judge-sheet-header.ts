import type { SheetCell, SheetRow } from './workbook.ts'

/** Whether a row names the columns below it, why, and how strongly (above 0: for names, below 0: for values). */
export type SheetHeaderJudgement = { isHeader: boolean; because: string; votes: number }

/** Judges a first row by what its cells and those below them are typed as. */
export function judgeSheetHeader({ cells }: SheetRow, body: SheetRow[]): SheetHeaderJudgement {
  const isAllText = cells.every(({ kind, text }) => kind === 'text' && text.trim() !== '')
  if (body.length === 0) {
    return {
      isHeader: isAllText,
      because: isAllText ? 'The only row is all text.' : 'The only row holds values.',
      votes: 0,
    }
  }
  const below = byColumn(body)
  const votes = cells.reduce((sum, cell) => sum + headerVote(cell, below.get(cell.column) ?? []), 0)
  if (votes > 0) return { isHeader: true, because: 'Its cells are text above columns of values.', votes }
  if (votes < 0) return { isHeader: false, because: 'Its cells are like the values below them.', votes }
  const names = new Set(cells.map(({ text }) => text))
  const isHeader = isAllText && names.size === cells.length && body.every((row) => row.cells.length <= cells.length)
  return {
    isHeader,
    because: isHeader
      ? 'All cells are text and those of the first row differ from each other.'
      : 'Its cells are no names.',
    votes,
  }
}

function byColumn(rows: SheetRow[]): Map<number, SheetCell[]> {
  const columns = new Map<number, SheetCell[]>()
  for (const cell of rows.flatMap(({ cells }) => cells)) {
    const column = columns.get(cell.column)
    if (column) column.push(cell)
    else columns.set(cell.column, [cell])
  }
  return columns
}

function headerVote(cell: SheetCell, below: SheetCell[]): number {
  if (below.length === 0) return 0
  const typed = below.filter(({ kind }) => kind !== 'text').length / below.length
  if (cell.kind === 'text') return typed > 0.5 ? 1 : below.some(({ text }) => text === cell.text) ? -0.5 : 0
  if (isYear(cell) && !below.some(isYear)) return 0.5
  if (isDay(cell) && typed > 0.5 && !below.some(isDay)) return 0.5
  return typed > 0.5 ? -1.5 : -0.25
}

function isYear({ kind, text }: SheetCell): boolean {
  return kind === 'number' && /^(19|20)\d\d$/.test(text)
}

function isDay({ kind }: SheetCell): boolean {
  return kind === 'date' || kind === 'datetime'
}
