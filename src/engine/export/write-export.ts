import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { excelLimits } from '../../shared/export-format.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { arrowColumn } from './arrow-column.ts'
import { arrowStream } from './arrow-stream.ts'
import { countedRows } from './counted-rows.ts'
import { excelCellSql, unusualText } from './excel-cell.ts'
import { numberStyles } from './excel-parts.ts'
import { excelCellText } from './excel-text.ts'
import { excelWorkbook } from './excel-workbook.ts'
import { copySql, type ExportColumn, type ExportQuestion, type ExportRows } from './export-sql.ts'
import { isWide, rowTexts } from './row-texts.ts'
import { textStream } from './text-stream.ts'

/** Throws `QuestionError` when the format holds no such rows. */
export function checkFormat({ columns }: Pick<ExportRows, 'columns'>, { format }: ExportQuestion): void {
  if (format !== 'xlsx' || columns.length <= excelLimits.columns) return
  const said = (number: number) => number.toLocaleString('en')
  throw new QuestionError(
    'columns',
    `A sheet of Excel holds ${said(excelLimits.columns)} columns, and these are ${said(columns.length)}. Export fewer columns, or all of them as CSV or Parquet.`,
  )
}

/** Where an export goes, how many rows it has, and who hears how many of them are about written. */
type Target = { target: string; rowCount: number; onRows: (written: number) => void }

/** Writes the rows of an export in its format to a file or a pipe. */
export async function writeExport(
  table: Table,
  rows: ExportRows,
  question: ExportQuestion,
  { target, rowCount, onRows }: Target,
): Promise<void> {
  switch (question.format) {
    case 'xlsx':
      return await pipeline(workbookOf(table, rows, question, rowCount, onRows), createWriteStream(target))
    case 'arrow': {
      const columns = rows.columns.map((column) => arrowColumn(column, question.asText))
      const select = `SELECT ${columns.map(({ sql }) => sql).join(', ')} ${rows.from}`
      const blocks = table.blocks(
        select,
        columns.map(({ width }) => width),
      )
      return await pipeline(
        Readable.from(arrowStream(columns, countedRows(blocks, onRows)), { objectMode: false }),
        createWriteStream(target),
      )
    }
    default:
      if (question.format === 'parquet' || !isWide(rows.columns.length)) {
        const onProgress = (fraction: number) => onRows(Math.floor(fraction * rowCount))
        await table.query(copySql(rows, question, target), undefined, onProgress)
      } else await pipeline(Readable.from(textStream(table, rows, question, onRows)), createWriteStream(target))
  }
}

function workbookOf(
  table: Table,
  rows: ExportRows,
  { asText, rowsPerSheet }: ExportQuestion,
  rowCount: number,
  onRows: Target['onRows'],
) {
  const { columns } = rows
  const long = { count: 0 }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  table.defineText(unusualText, (bytes) => excelCellText(decoder.decode(bytes), long))
  const { styleOf, formats } = numberStyles()
  const cells = columns.map((column) => excelCellSql(column, asText, styleOf))
  return excelWorkbook({
    names: columns.map(({ name }) => name),
    widths: columns.map((column) => widthOf(column, asText)),
    numberFormats: formats,
    rows: countedRows(rowTexts(table, rows, ["'<row>'", ...cells, "'</row>'"]), onRows),
    rowCount,
    rowsPerSheet: rowsPerSheet ?? excelLimits.rows - 1,
    long,
  })
}

/** Wide enough for a moment, which Excel would show as `####`. */
const widthOf = ({ name, kind }: ExportColumn, asText: boolean): number => {
  const usual = asText || kind === 'text' || kind === 'nested' || kind === 'temporal' ? 20 : 12
  return Math.min(Math.max(usual, name.length + 2), 60)
}
