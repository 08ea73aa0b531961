import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openTable, type Table } from '../src/engine/query/open-table.ts'
import { temporaryDirectory, writeTableFile } from './table-file.ts'

/** For tests: the answer of a query as an open table, closed and removed when the test ends. */
export async function openTestTable(select: string): Promise<Table> {
  const directory = await temporaryDirectory()
  const file = join(directory.path, 'table.parquet')
  await writeTableFile(file, select)
  const limits = { threads: 2, memoryLimitBytes: 512 * 2 ** 20, maxTempBytes: 2 ** 30, tempDir: `${file}.spill` }
  const table = await openTable(file, limits)
  onTestFinished(async () => {
    table.close()
    await directory.remove()
  })
  return table
}
