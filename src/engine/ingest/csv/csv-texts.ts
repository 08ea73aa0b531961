import { join } from 'node:path'
import { copyTexts, type TextsRequest } from '../copy-texts.ts'
import { rewriteRequest, sniffedAsRead } from './read-csv.ts'
import { rewriteCsv } from './rewrite-csv.ts'
import { sniffCsv } from './sniff-csv.ts'
import { longestLine, plainSource } from './text-source.ts'

/**
 * Writes every cell of a text file as the file wrote it to a Parquet table of texts: the rows of the table in the same
 * order, null where nothing stands. The file is read as it was for the table, so its options must be the same.
 */
export async function writeCsvTexts(request: TextsRequest): Promise<void> {
  const { file, reading, workDir, signal } = request
  const sniffed = await sniffCsv(file, reading)
  if (sniffed.isPlain) {
    const { headerLines, preambleLines, width } = sniffed.table
    const { dialect } = sniffed.dialect
    const source = { file, dialect, width, skipLines: preambleLines + headerLines, isPadded: false }
    const rows = await copyTexts(request, source).catch(() => undefined)
    signal?.throwIfAborted()
    if (rows === request.rowCount) return
  }
  const target = join(workDir, 'records.csv')
  const read = await sniffedAsRead({ file, reading, signal }, sniffed)
  const ledger = await rewriteCsv({ ...rewriteRequest({ file, reading, signal, onBytes: () => {} }, read), target })
  await copyTexts(request, plainSource(target, read.table.width, longestLine(ledger.longestRecord)))
}
