import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { columnKindOf } from '../column-kind-of.ts'
import type { IngestRequest, IngestResult } from './ingest-file.ts'
import type { LoadedTable } from './loaded-table.ts'

/** The structure of the table and the receipt of its load; `started` is when it began (performance time). */
export async function makeReceipt(
  { file, sha256, reading, signal }: IngestRequest,
  { table, reasons, format, lines, reported, rowsReported, rowsRejected, questions, parts, tableIndex }: LoadedTable,
  started: number,
): Promise<IngestResult> {
  const columns = table.columns.map(({ name, sqlType, nullCount }, index) => ({
    name,
    source_name: reasons[index]?.sourceName ?? name,
    sql_type: sqlType,
    kind: columnKindOf(sqlType),
    null_count: nullCount,
  }))
  return {
    rowCount: table.rowCount,
    columns,
    parts: parts ?? [],
    tableIndex: tableIndex ?? reading?.table_index ?? 0,
    receipt: {
      bytes: (await stat(file)).size,
      sha256: sha256 ?? (await hashOf(file, signal)),
      format,
      lines,
      rows_loaded: table.rowCount,
      rows_reported: rowsReported,
      rows_rejected: rowsRejected,
      reported,
      columns: columns.map(({ null_count: _, ...column }, index) => ({
        ...column,
        decided_by: reasons[index]?.decidedBy ?? 'file',
        evidence: reasons[index]?.evidence ?? '',
        alternatives: reasons[index]?.alternatives ?? [],
        unit: reasons[index]?.unit ?? null,
        null_values: reasons[index]?.nullValues ?? [],
      })),
      questions,
      duration_ms: Math.round(performance.now() - started),
      peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
    },
  }
}

async function hashOf(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash, { ...(signal ? { signal } : {}) })
  return hash.digest('hex')
}
