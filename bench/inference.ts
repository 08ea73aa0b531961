import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { countLines } from '../src/engine/ingest/csv/count-lines.ts'
import { sniffCsv } from '../src/engine/ingest/csv/sniff-csv.ts'
import { loadTexts } from '../src/engine/ingest/load-texts.ts'
import { cheaper, costOf, type IngestCost, worst } from './cost.ts'
import { generateCsv } from './generate-csv.ts'

const threads = 2
const memoryLimitBytes = 2 ** 30
const rounds = 5

/**
 * The load of a generated CSV whose types hold every value of the file, in turns with the same load that believes what a
 * sample suggests and checks no value.
 */
export async function measureInference(
  directory: string,
  rows: number,
): Promise<{ whole: IngestCost; sampled: IngestCost }> {
  const file = join(directory, `ingest-${rows}.csv`)
  if (!(await stat(file).catch(() => undefined))) await generateCsv(file, rows)
  const workDir = join(directory, 'inference')
  await mkdir(workDir, { recursive: true })
  const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(workDir, 'spill') })
  const load = async (areTypesBelieved: boolean) => {
    const { dialect, table } = await sniffCsv(file)
    const { width, headerLines: skipLines } = table
    const source = { file, dialect: dialect.dialect, width, skipLines, isPadded: false }
    const names = table.sourceNames.map((name) => name ?? '')
    const given = { source, names, workDir, delimiter: ',', options: {}, areTypesBelieved, onExpectedRows: () => {} }
    const tableFile = join(workDir, `${areTypesBelieved}.parquet`)
    await Promise.all([countLines(file), loadTexts(duck, { ...given, tableFile })])
  }
  let [whole, sampled] = [worst(), worst()]
  for (let round = 0; round < rounds; round++) {
    whole = cheaper(whole, await costOf(() => load(false)))
    sampled = cheaper(sampled, await costOf(() => load(true)))
  }
  duck.close()
  await rm(workDir, { recursive: true })
  return { whole, sampled }
}
