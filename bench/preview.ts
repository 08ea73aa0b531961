import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { previewFile } from '../src/engine/preview/preview-file.ts'
import { costOf } from './cost.ts'
import { generateCsv } from './generate-csv.ts'

const rounds = 3
/** By then the process that is started ahead after a preview is ready. */
const untilReady = 3000

/**
 * What a person waits for the first rows under other options, in milliseconds: the first time, and when a process is ready;
 * of a small file, and of one of so many rows.
 */
export async function measurePreview(
  directory: string,
  rows: number,
): Promise<{ cold: number; small: number; large: number }> {
  const timeOf = async (count: number) => {
    const file = join(directory, `ingest-${count}.csv`)
    if (!(await stat(file).catch(() => undefined))) await generateCsv(file, count)
    const request = { file, originalName: 'orders.csv', sha256: '', reading: { header_rows: 1 }, limit: 100 }
    const where = { tempDir: join(directory, 'previews'), signal: new AbortController().signal }
    return (await costOf(() => previewFile(request, where))).ms
  }
  const cold = await timeOf(rows)
  let [small, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < rounds; round++) {
    await pause(untilReady)
    small = Math.min(small, await timeOf(5_000))
    await pause(untilReady)
    large = Math.min(large, await timeOf(rows))
  }
  return { cold, small, large }
}
