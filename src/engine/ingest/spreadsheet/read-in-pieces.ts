import type { RowCollector } from './collect-rows.ts'
import type { SheetReading } from './workbook.ts'

const rowsPerPiece = 512

/**
 * Takes the bytes of a sheet in pieces: `push` says whether more are wanted, and `end`, which hears whether they still
 * were, completes the rows.
 */
export type SheetBytesReader = { push(chunk: Buffer): boolean; end(wantsMore: boolean): void }

/** Reads a sheet whose bytes come in chunks, and gives the rows that a reader collects from them as they come. */
export function readInPieces(
  rows: RowCollector,
  chunks: AsyncIterable<Buffer>,
  reader: SheetBytesReader,
): SheetReading {
  let bytesRead = 0
  const read = async function* () {
    let wantsMore = true
    for await (const chunk of chunks) {
      bytesRead += chunk.length
      wantsMore = reader.push(chunk)
      if (rows.rowCount() >= rowsPerPiece) yield rows.take()
      if (!wantsMore) break
    }
    reader.end(wantsMore)
    if (rows.rowCount() > 0) yield rows.take()
  }
  return { rows: read(), details: rows.details, bytesRead: () => bytesRead }
}
