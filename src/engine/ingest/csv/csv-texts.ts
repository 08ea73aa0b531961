import { join } from 'node:path'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { DuckDb } from '../../duckdb.ts'
import { quoteName, quoteText } from '../../sql-text.ts'
import { rowGroupSql } from '../row-group-sql.ts'
import { rewriteRequest, sniffedAsRead } from './read-csv.ts'
import { rewriteCsv } from './rewrite-csv.ts'
import { sniffCsv } from './sniff-csv.ts'
import { longestLine, plainSource, type TextSource, textSourceSql } from './text-source.ts'

/** The texts of which file are wanted, under which names, how many rows there are, and where to put them. */
export type CsvTextsRequest = {
  file: string
  reading: ReadingOptions
  names: string[]
  rowCount: number
  target: string
  workDir: string
  duck: DuckDb
  signal?: AbortSignal | undefined
}

/**
 * Writes every cell of a text file as the file wrote it to a Parquet table of texts: the rows of the table in the same
 * order, null where nothing stands. The file is read as it was for the table, so its options must be the same.
 */
export async function writeCsvTexts(request: CsvTextsRequest): Promise<void> {
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

async function copyTexts({ duck, names, target, signal }: CsvTextsRequest, source: TextSource): Promise<number> {
  const columns = names.map((name, index) => `c${index} AS ${quoteName(name)}`).join(', ')
  const copied = await duck.query(
    `COPY (SELECT ${columns} FROM ${textSourceSql(source)}) TO ${quoteText(target)}
      (FORMAT parquet, COMPRESSION zstd, ${rowGroupSql(names.length)}, USE_TMP_FILE false)`,
    { signal },
  )
  return Number(copied.rows[0]?.[0] ?? 0)
}
