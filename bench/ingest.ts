import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { ingestFile } from '../src/engine/ingest/ingest-file.ts'
import { profileTable } from '../src/engine/profile/profile-table.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import { cheaper, costOf, sum, worst } from './cost.ts'
import { generateCsv } from './generate-csv.ts'

const threads = 2
const memoryLimitBytes = 2 ** 30
const rounds = 3

/**
 * A load and a profile of a generated CSV in the engine alone, in turns with DuckDB's own COPY to Parquet and SUMMARIZE
 * of the same file with the same threads. The hash of the file is known, as it is after an upload.
 */
export async function measureIngest(directory: string, rows: number) {
  const workDir = join(directory, 'ingest')
  await mkdir(workDir, { recursive: true })
  const file = join(directory, `ingest-${rows}.csv`)
  if (!(await stat(file).catch(() => undefined))) await generateCsv(file, rows)
  const tableFile = join(workDir, 'table.parquet')
  const request = { threads, memoryLimitBytes, workDir, tableFile }
  const best = { load: worst(), profile: worst(), copy: worst(), summarize: worst() }
  const rawFile = join(workDir, 'raw.parquet')
  for (let round = 0; round < rounds; round++) {
    let columns: Awaited<ReturnType<typeof ingestFile>>['columns'] = []
    const load = async () => {
      columns = (await ingestFile({ ...request, file, originalName: 'orders.csv', sha256: 'known' })).columns
    }
    best.load = cheaper(best.load, await costOf(load))
    best.profile = cheaper(best.profile, await costOf(() => profileTable({ ...request, columns })))
    const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(workDir, 'raw') })
    const copy = `COPY (FROM read_csv(${quoteText(file)})) TO ${quoteText(rawFile)} (FORMAT parquet, COMPRESSION zstd)`
    best.copy = cheaper(best.copy, await costOf(() => duck.query(copy)))
    const summarize = `SUMMARIZE FROM read_parquet(${quoteText(rawFile)})`
    best.summarize = cheaper(best.summarize, await costOf(() => duck.query(summarize)))
    duck.close()
  }
  await rm(workDir, { recursive: true })
  return { ours: sum(best.load, best.profile), raw: sum(best.copy, best.summarize), ...best }
}
