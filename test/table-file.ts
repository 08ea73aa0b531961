import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { quoteText } from '../src/engine/sql-text.ts'

/** A directory of a test's own, and what removes it. */
export async function temporaryDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Writes the rows of a SELECT as a Parquet table. */
export async function writeTableFile(tableFile: string, select: string, rowGroupSize = 2048): Promise<void> {
  const db = await openDuckDb({ threads: 2, memoryLimitBytes: 512 * 2 ** 20, tempDir: `${tableFile}.tmp` })
  try {
    await db.query(
      `COPY (${select}) TO ${quoteText(tableFile)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize})`,
    )
  } finally {
    db.close()
  }
}
