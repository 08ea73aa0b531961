import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { sheetLimits } from '../cell-reference.ts'
import type { RowCollector } from '../collect-rows.ts'
import type { XmlListener } from '../read-xml.ts'
import { longestText } from '../text-store.ts'
import type { CellValue } from '../workbook.ts'
import { odsValue } from './ods-value.ts'

/** Hears one of the tables of a document; `isDone` once it has ended. */
export type TableListener = XmlListener & { isDone(): boolean }

/** How many cells with values may come from rows and cells that are written once and repeated. */
const mostRepeated = 5_000_000

/** What stands in a cell or over it and is not its text: comments and drawings. */
const aside = new Set([
  'annotation',
  'caption',
  'circle',
  'connector',
  'control',
  'custom-shape',
  'ellipse',
  'frame',
  'g',
  'line',
  'measure',
  'path',
  'polygon',
  'polyline',
  'rect',
  'regular-polygon',
  'shapes',
])

/** Collects the rows of the table with a number, from 0. Blank rows and cells, however often repeated, cost nothing. */
export function listenToTables(wanted: number, rows: RowCollector): TableListener {
  let table = -1
  let tableDepth = 0
  let isDone = false
  let row = 0
  let column = 0
  let rowRepeat = 1
  let isHidden = false
  let cells: { column: number; repeat: number; value: CellValue }[] = []
  let repeated = 0
  let attributes: Record<string, string> | undefined
  let paragraphs = 0
  let text = ''
  /** How deep the reader is in something of the cell that is not shown in it. */
  let asideDepth = 0
  let textDepth = 0
  let declaredColumn = 0

  const isWanted = () => table === wanted && tableDepth === 1
  const isOwnText = () => attributes !== undefined && asideDepth === 0 && textDepth > 0
  const append = (piece: string) => {
    text += piece
    if (text.length > longestText) throw tooLarge('A cell of this spreadsheet holds over 5,000,000 characters of text.')
  }

  const endCell = () => {
    if (!attributes) return
    const repeat = count(attributes['table:number-columns-repeated'])
    const value = odsValue(attributes, text, paragraphs > 0)
    const right = column + count(attributes['table:number-columns-spanned']) - 1
    const bottom = row + count(attributes['table:number-rows-spanned']) - 1
    if (right > column || bottom > row) rows.merge({ top: row + 1, bottom: bottom + 1, left: column, right })
    if (value) {
      if (column + repeat > sheetLimits.columns) throw beyond()
      cells.push({ column, repeat, value })
    }
    column += repeat
    attributes = undefined
  }

  const endRow = () => {
    const width = cells.reduce((sum, { repeat }) => sum + repeat, 0)
    if (width > 0) {
      if (row + rowRepeat > sheetLimits.rows) throw beyond()
      repeated += width * rowRepeat > cells.length ? width * rowRepeat : 0
      if (repeated > mostRepeated) {
        throw tooLarge('This spreadsheet repeats a few cells millions of times. It was not read.')
      }
      for (let again = 0; again < rowRepeat; again++) {
        rows.beginRow(row + again + 1, isHidden)
        for (const { column: from, repeat, value } of cells) {
          for (let index = 0; index < repeat; index++) rows.add(from + index, value)
        }
        rows.endRow()
      }
    }
    row += rowRepeat
    cells = []
  }

  const beginColumn = (given: Record<string, string>) => {
    const repeat = count(given['table:number-columns-repeated'])
    const visibility = given['table:visibility']
    if ((visibility === 'collapse' || visibility === 'filter') && declaredColumn < sheetLimits.columns) {
      rows.hideColumns(declaredColumn, declaredColumn + repeat - 1)
    }
    declaredColumn += repeat
  }

  return {
    isDone: () => isDone,
    open(name, given) {
      if (name === 'table') {
        if (tableDepth++ === 0) table++
        return
      }
      if (!isWanted()) return
      if (attributes) {
        if (aside.has(name)) asideDepth++
        else if (name === 'p' || name === 'h') {
          if (asideDepth === 0 && paragraphs++ > 0) append('\n')
          textDepth++
        } else if (name === 's' && isOwnText()) append(' '.repeat(Math.min(count(given['text:c']), 10_000)))
        else if (name === 'tab' && isOwnText()) append('\t')
        else if (name === 'line-break' && isOwnText()) append('\n')
      } else if (name === 'table-column') beginColumn(given)
      else if (name === 'table-row') {
        rowRepeat = count(given['table:number-rows-repeated'])
        isHidden = ['collapse', 'filter'].includes(given['table:visibility'] ?? '')
        column = 0
      } else if (name === 'table-cell' || name === 'covered-table-cell') {
        attributes = given
        paragraphs = 0
        text = ''
      }
    },
    text(piece) {
      if (isOwnText()) append(piece)
    },
    close(name) {
      if (name === 'table') {
        tableDepth--
        if (table === wanted && tableDepth === 0) isDone = true
        return
      }
      if (!isWanted()) return
      if (aside.has(name)) asideDepth = Math.max(asideDepth - 1, 0)
      else if (name === 'p' || name === 'h') textDepth--
      else if (name === 'table-cell' || name === 'covered-table-cell') endCell()
      else if (name === 'table-row') endRow()
    },
  }
}

function count(attribute: string | undefined): number {
  const number = Number(attribute ?? 1)
  return Number.isInteger(number) && number > 0 ? number : 1
}

function beyond(): UnreadableFileError {
  return new UnreadableFileError(
    'corrupt_file',
    'This spreadsheet has values beyond XFD1048576, where no sheet ends. Save it again and drop it here.',
  )
}

function tooLarge(detail: string): UnreadableFileError {
  return new UnreadableFileError('too_large', detail)
}
