import { isAscii, isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { cellShape } from '../../csv/cell-shape.ts'
import { judgeEncoding } from '../../csv/judge-encoding.ts'
import { sniffEncoding } from '../../csv/sniff-encoding.ts'
import { collectRows } from '../collect-rows.ts'
import { generalFormat } from '../number-format.ts'
import type { CellKind, SheetReading, Workbook } from '../workbook.ts'
import { type HtmlTable, readHtmlTables } from './read-html-tables.ts'

type Found = NonNullable<Workbook['encoding']>

const mostBytes = 64 * 2 ** 20

/** Opens the tables of a page, as programs write them under the name of an Excel file. Its cells are texts. */
export async function openHtml(file: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Workbook> {
  const { size } = await stat(file)
  if (size > mostBytes) {
    throw new UnreadableFileError(
      'too_large',
      'This is a web page of over 64 MB, though it may be named like a workbook. Save it as xlsx or CSV and drop that.',
    )
  }
  const { html, found } = await decoded(file, signal)
  const tables = readHtmlTables(html).filter(({ rows }) => rows.length > 0)
  if (tables.length === 0) {
    throw new UnreadableFileError('unsupported_format', 'This is a web page without a table. There is nothing to read.')
  }
  return {
    areTexts: true,
    encoding: found,
    sheets: tables.map(({ caption }, index) => ({
      index,
      name: caption ?? `Table ${index + 1}`,
      isHidden: false,
      bytes: 1,
    })),
    readSheet: async (index) => readTable(tables[index] as HtmlTable),
    close: () => {},
  }
}

/** What a page declares is often not so: its bytes are believed first. */
async function decoded(file: string, signal: AbortSignal | undefined): Promise<{ html: string; found: Found }> {
  const bytes = await readFile(file)
  const sniffed = sniffEncoding(bytes)
  const isSure = sniffed.bomLength > 0 || sniffed.encoding.startsWith('utf-16')
  if (isSure || (isUtf8(bytes) && !isAscii(bytes))) {
    return { html: new TextDecoder(sniffed.encoding).decode(bytes), found: sniffed }
  }
  const declared = asDeclared(bytes)
  if (declared) return declared
  const found = await judgeEncoding(file, signal)
  return { html: new TextDecoder(found.encoding).decode(bytes), found }
}

/** The text in the encoding that the page declares, if all bytes are in it. UTF-16 was told by its zeros. */
function asDeclared(bytes: Buffer): { html: string; found: Found } | undefined {
  const [, declared] = /<meta[^>]*charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 4096)) ?? []
  try {
    const decoder = new TextDecoder(declared ?? 'utf-8', { fatal: true })
    if (decoder.encoding.startsWith('utf-16')) return undefined
    const because =
      declared === undefined ? 'All bytes are valid UTF-8.' : 'The page declares it, and all bytes are in it.'
    return { html: decoder.decode(bytes), found: { encoding: decoder.encoding, because } }
  } catch {
    return undefined
  }
}

function readTable({ rows: table }: HtmlTable): SheetReading {
  const rows = collectRows()
  /** The last row, by column, that a cell further up reaches down to. */
  const taken: number[] = []
  for (const [index, cells] of table.entries()) {
    let column = 0
    rows.beginRow(index + 1, false)
    for (const { text, number, across, down } of cells) {
      while ((taken[column] ?? -1) >= index) column++
      if (across > 1 || down > 1) {
        rows.merge({ top: index + 1, bottom: index + down, left: column, right: column + across - 1 })
      }
      for (let at = column; down > 1 && at < column + across; at++) taken[at] = index + down - 1
      const shown = text === '' || cellShape(text) === 'number' ? (number ?? text) : text
      if (shown !== '') rows.add(column, { kind: kindOf(shown), text: shown, format: generalFormat })
      column += across
    }
    rows.endRow()
  }
  const read = async function* () {
    yield rows.take()
  }
  return { rows: read(), details: rows.details, bytesRead: () => 1 }
}

/** What a text looks like; enough to find the table, while the values decide their types. */
function kindOf(text: string): CellKind {
  const shape = cellShape(text)
  if (shape === 'number') return 'number'
  return shape === 'time' ? 'datetime' : shape === 'flag' ? 'boolean' : 'text'
}
