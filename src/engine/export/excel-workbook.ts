import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { excelLimits } from '../../shared/export-format.ts'
import type { Block } from '../duckdb-vectors.ts'
import { rootRelations, type Sheet, sentencesSheet, sheetEnd, sheetStart, workbookParts } from './excel-parts.ts'
import type { LongTexts } from './excel-text.ts'

/** What a workbook is made of: `rows` are blocks of one column, each row its XML. */
export type Workbook = {
  names: string[]
  widths: number[]
  numberFormats: string[]
  rows: AsyncIterable<Block>
  rowCount: number
  rowsPerSheet: number
  /** Is asked when all rows are written. */
  long: LongTexts
}

/** Little for rows that are mostly markup, and four times as fast as the usual 6. */
const compressionLevel = 1

/**
 * Writes a workbook as it goes, in memory that does not grow with it. When its rows need several sheets, or a text had to
 * be cut, a first sheet says so.
 */
export function excelWorkbook(workbook: Workbook): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (error: Error) => output.destroy(error)
  zip.on('error', fail)
  zip.addBuffer(Buffer.from(rootRelations), '_rels/.rels')

  const count = Math.max(Math.ceil(workbook.rowCount / workbook.rowsPerSheet), 1)
  const sheets: Sheet[] = Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? 'Data' : `Data ${index + 1}`,
    path: `xl/worksheets/sheet${index + 1}.xml`,
  }))
  const rows = sliced(workbook.rows, workbook.rowsPerSheet)
  for (const { path } of sheets) {
    zip.addReadStreamLazy(path, { compressionLevel }, (start) => {
      const sheet = Readable.from(sheetParts(workbook, rows), { objectMode: false })
      sheet.once('error', fail)
      start(null, sheet)
      if (path === sheets.at(-1)?.path) sheet.once('end', finish)
    })
  }

  const finish = () => {
    const notes = notesOf(workbook, sheets)
    const all = notes.length > 0 ? [{ name: 'Notes', path: 'xl/worksheets/notes.xml' }, ...sheets] : sheets
    if (notes.length > 0) zip.addBuffer(Buffer.from(sentencesSheet(notes)), 'xl/worksheets/notes.xml')
    for (const [path, part] of Object.entries(workbookParts(all, workbook.numberFormats))) {
      zip.addBuffer(Buffer.from(part), path)
    }
    zip.end()
  }
  return output
}

async function* sheetParts(
  { widths, names }: Workbook,
  rows: () => AsyncGenerator<Uint8Array>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(sheetStart(widths, names))
  for await (const bytes of rows()) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  yield Buffer.from(sheetEnd)
}

/** Each call gives the bytes of the next rows, so many of them. */
function sliced(blocks: AsyncIterable<Block>, most: number): () => AsyncGenerator<Uint8Array> {
  const source = blocks[Symbol.asyncIterator]()
  let block: Block | undefined
  let row = 0
  return async function* () {
    for (let left = most; left > 0; ) {
      if (!block || row === block.rowCount) {
        const next = await source.next()
        if (next.done) return
        block = next.value
        row = 0
      }
      const taken = Math.min(left, block.rowCount - row)
      const [{ values, offsets } = { values: new Uint8Array(0) }] = block.columns
      yield values.subarray(offsets?.[row], offsets?.[row + taken])
      row += taken
      left -= taken
    }
  }
}

function notesOf({ rowCount, rowsPerSheet, long }: Workbook, sheets: Sheet[]): string[] {
  const said = (number: number) => number.toLocaleString('en')
  const notes: string[] = []
  if (sheets.length > 1) {
    notes.push(
      `These are ${said(rowCount)} rows. A sheet of Excel holds ${said(excelLimits.rows)}, so they go on from sheet to sheet:`,
      ...sheets.map(({ name }, index) => {
        const last = Math.min((index + 1) * rowsPerSheet, rowCount)
        return `${name}: rows ${said(index * rowsPerSheet + 1)} to ${said(last)}`
      }),
    )
  }
  if (long.count > 0) {
    const what = long.count === 1 ? 'One text is' : `${said(long.count)} texts are`
    notes.push(
      `${what} longer than the ${said(excelLimits.cellCharacters)} characters that a cell of Excel holds, and cut. Each says so at its end. Export as CSV, JSON or Parquet to have all of them.`,
    )
  }
  return notes
}
