import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDb } from '../../src/engine/duckdb.ts'
import { ingestFile } from '../../src/engine/ingest/ingest-file.ts'
import { rejectsFileOf } from '../../src/engine/ingest/rejects-file.ts'
import { parquetSql } from '../../src/engine/sql-text.ts'
import { UnreadableFileError } from '../../src/engine/unreadable-file-error.ts'
import type { Receipt } from '../../src/shared/receipt.ts'

/** What became of a damaged file, and what of that must not be. */
export type MutantOutcome = { outcome: 'read' | 'refused'; faults: string[] }

/** Reads a damaged file and holds its receipt against its bytes and its table. */
export async function loadMutant(file: string, workDir: string): Promise<MutantOutcome> {
  const tableFile = join(workDir, 'table.parquet')
  const resources = { threads: 1, memoryLimitBytes: 256e6 }
  try {
    const { receipt } = await ingestFile({ file, originalName: 'mutant', tableFile, workDir, ...resources })
    const duck = await openDuckDb({ ...resources, tempDir: join(workDir, 'spill') })
    try {
      const rows = await duck.query(`SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM ${parquetSql(tableFile)}`)
      const rejected = (await readdir(workDir)).some((name) => join(workDir, name) === rejectsFileOf(tableFile))
        ? await duck.query(`SELECT count(*) FILTER (scope = 'row') FROM ${parquetSql(rejectsFileOf(tableFile))}`)
        : undefined
      const counted = { rows: Number(rows.rows[0]?.[0]), rejected: Number(rejected?.rows[0]?.[0] ?? 0) }
      return { outcome: 'read', faults: faultsOf(receipt, await readFile(file), counted) }
    } finally {
      duck.close()
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) return { outcome: 'refused', faults: faultsOfRefusal(error, workDir) }
    return { outcome: 'refused', faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
}

function faultsOfRefusal({ detail }: UnreadableFileError, workDir: string): string[] {
  return /^[A-Z“].*[.]$/s.test(detail) && !detail.includes(workDir) ? [] : [`It is refused by no sentence: ${detail}`]
}

function faultsOf(receipt: Receipt, bytes: Buffer, { rows, rejected }: { rows: number; rejected: number }): string[] {
  const { lines, rows_loaded, rows_rejected, columns, format, bytes: size } = receipt
  const faults: string[] = []
  const same = (what: string, one: number, other: number) => {
    if (one !== other) faults.push(`${what}: ${one} and ${other}`)
  }
  same('bytes', size, bytes.length)
  same('rows', rows_loaded, rows)
  same('rejected rows', rows_rejected, rejected)
  if (columns.length === 0) faults.push('There are no columns.')
  if (!lines) return faults
  const { total, ...parts } = lines
  same(
    'the parts of the ledger',
    Object.values(parts).reduce((sum, count) => sum + count, 0),
    total,
  )
  if (Object.values(parts).some((count) => count < 0)) faults.push('A part of the ledger is less than nothing.')
  if (rows_loaded + rows_rejected > lines.data)
    faults.push(`${rows_loaded + rows_rejected} rows in ${lines.data} lines`)
  if (format.compression === null) same('lines', total, linesOf(bytes, format.encoding ?? 'utf-8'))
  return faults
}

/** Counts the ends of lines in another way than the product does. */
function linesOf(bytes: Buffer, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes)
  const ends = text.match(/\r\n|\r|\n/g)?.length ?? 0
  return ends + (text === '' || /[\r\n]$/.test(text) ? 0 : 1)
}
