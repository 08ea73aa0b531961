import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { collectRows } from '../collect-rows.ts'
import { readInPieces } from '../read-in-pieces.ts'
import { readUntilDone, readXml, type XmlListener } from '../read-xml.ts'
import type { DeclaredTable, SheetReading, Workbook } from '../workbook.ts'
import { openZipParts } from '../zip-parts.ts'
import { databaseRange } from './database-range.ts'
import { listenToTables } from './listen-to-tables.ts'

const content = 'content.xml'
/** Where the XML of a spreadsheet is: a part of an archive, or the whole file. */
type Content = { bytes: number; read(): AsyncIterable<Buffer>; close(): void }

/** Opens an OpenDocument spreadsheet, packed (ods) or flat (fods). Throws `UnreadableFileError` with a sentence. */
export async function openOds(
  file: string,
  { signal, isFlat = false }: { signal?: AbortSignal | undefined; isFlat?: boolean } = {},
): Promise<Workbook> {
  const source = isFlat ? await flatContent(file, signal) : await packedContent(file, signal)
  try {
    const { tables, ranges } = await listTables(source)
    return {
      sheets: tables.map((table, index) => ({ ...table, index, bytes: source.bytes })),
      readSheet: async (index) => readTable(source, index),
      declaredTables: async (index) => ranges.get(tables[index]?.name ?? '') ?? [],
      close: source.close,
    }
  } catch (error) {
    source.close()
    throw error
  }
}

async function flatContent(file: string, signal: AbortSignal | undefined): Promise<Content> {
  const { size } = await stat(file)
  const read = () => createReadStream(file, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) })
  return { bytes: size, read, close: () => {} }
}

async function packedContent(file: string, signal: AbortSignal | undefined): Promise<Content> {
  const parts = await openZipParts(file)
  try {
    await refuseEncrypted()
    return { bytes: parts.sizeOf(content), read: () => parts.read(content, signal), close: parts.close }
  } catch (error) {
    parts.close()
    throw error
  }

  async function refuseEncrypted(): Promise<void> {
    const manifest = 'meta-inf/manifest.xml'
    if (!parts.has(manifest)) return
    const reader = readXml(manifest, {
      open(name) {
        if (name !== 'encryption-data') return
        throw new UnreadableFileError(
          'password_protected',
          'This spreadsheet is protected by a password. Remove it and drop the file again. Nothing was stored.',
        )
      },
    })
    for await (const chunk of parts.read(manifest, signal)) reader.push(chunk)
    reader.end()
  }
}

type Listed = { tables: { name: string; isHidden: boolean }[]; ranges: Map<string, DeclaredTable[]> }

/** The names of all tables, and what ranges are declared in them; a style tells which of them are hidden. */
async function listTables(source: Content): Promise<Listed> {
  const tables: { name: string; style: string }[] = []
  const hiddenStyles = new Set<string>()
  const ranges = new Map<string, DeclaredTable[]>()
  let style = ''
  let depth = 0
  let isSpreadsheet = false
  await readAll(source, {
    open(name, attributes) {
      if (name === 'spreadsheet') isSpreadsheet = true
      if (name === 'style') style = attributes['style:name'] ?? ''
      if (name === 'table-properties' && attributes['table:display'] === 'false') hiddenStyles.add(style)
      if (name === 'database-range') {
        const found = databaseRange(attributes)
        if (found) ranges.set(found.sheet, [...(ranges.get(found.sheet) ?? []), found.table])
      }
      if (name === 'table' && depth++ === 0) {
        tables.push({ name: attributes['table:name'] ?? '', style: attributes['table:style-name'] ?? '' })
      }
    },
    close(name) {
      if (name === 'table') depth--
    },
  })
  if (!isSpreadsheet) {
    throw new UnreadableFileError('unsupported_format', 'This is an OpenDocument file, but no spreadsheet.')
  }
  return { tables: tables.map(({ name, style: own }) => ({ name, isHidden: hiddenStyles.has(own) })), ranges }
}

async function readAll(source: Content, listener: XmlListener): Promise<void> {
  const reader = readXml(content, listener)
  for await (const chunk of source.read()) reader.push(chunk)
  reader.end()
}

/** All tables stand in one document: those before the one that is wanted are passed over, those after it not read. */
function readTable(source: Content, index: number): SheetReading {
  const rows = collectRows()
  const listener = listenToTables(index, rows)
  return readInPieces(rows, source.read(), readUntilDone(content, listener))
}
