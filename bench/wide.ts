import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ingestFile } from '../src/engine/ingest/ingest-file.ts'
import { profileTable } from '../src/engine/profile/profile-table.ts'
import { randomSource } from '../test/random-source.ts'
import { costOf, type IngestCost } from './cost.ts'

const threads = 2
const memoryLimitBytes = 2 ** 30

/** A load and a profile of a CSV of so many columns, whole numbers, fractions, texts and dates in turn, in the engine alone. */
export async function measureWide(
  directory: string,
  columnCount: number,
  rows: number,
): Promise<{ load: IngestCost; profile: IngestCost }> {
  const workDir = join(directory, 'wide')
  await mkdir(workDir, { recursive: true })
  const file = join(workDir, 'wide.csv')
  await generateWideCsv(file, columnCount, rows)
  const request = { threads, memoryLimitBytes, workDir, tableFile: join(workDir, 'table.parquet') }
  let columns: Awaited<ReturnType<typeof ingestFile>>['columns'] = []
  const load = await costOf(async () => {
    columns = (await ingestFile({ ...request, file, originalName: 'wide.csv', sha256: 'known' })).columns
  })
  const profile = await costOf(() => profileTable({ ...request, columns }))
  await rm(workDir, { recursive: true })
  return { load, profile }
}

async function generateWideCsv(path: string, columnCount: number, rows: number): Promise<void> {
  const random = randomSource(1)
  const below = (end: number) => Math.floor(random() * end)
  const day = (number: number) => String(1 + number).padStart(2, '0')
  const kinds = [
    () => String(below(1000)),
    () => (random() * 7).toFixed(4),
    () => `code ${below(50)}`,
    () => `2020-${day(below(12))}-${day(below(28))}`,
  ] as const
  const line = (cell: (column: number) => string) => `${Array.from({ length: columnCount }, (_, c) => cell(c))}\n`
  await pipeline(function* () {
    yield line((column) => `column_${column}`)
    for (let row = 0; row < rows; row++) {
      yield line((column) => (random() < 0.02 ? '' : (kinds[column % kinds.length] as () => string)()))
    }
  }, createWriteStream(path))
}
