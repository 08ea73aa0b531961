import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import type { ExportFormat } from '../../shared/export-format.ts'
import { openExported } from './open-exported.ts'

test('a wide table has more memory, one thread, and no search for what its cells share', async () => {
  const directory = await temporaryDirectory()
  onTestFinished(() => directory.remove())
  const names = Array.from({ length: 2600 }, (_, index) => `i AS c${index}`)
  const file = join(directory.path, 'wide.parquet')
  await writeTableFile(file, `SELECT ${names.join(', ')} FROM range(3) AS r(i)`)
  const limits = {
    threads: 2,
    memoryLimitBytes: 128 * 2 ** 20,
    maxTempBytes: 2 ** 30,
    tempDir: join(directory.path, 't'),
  }
  const settings = async (format: ExportFormat, columns?: string[]) => {
    const table = await openExported({ tableFile: file, columns, format }, limits)
    const { rows } = await table.query(
      `SELECT current_setting('threads')::INTEGER, current_setting('memory_limit'), current_setting('disabled_optimizers')`,
    )
    table.close()
    return rows[0]
  }
  expect(await settings('parquet')).toEqual([1, '253.9 MiB', expect.stringContaining('common_subexpressions')])
  const usual = [2, '128.0 MiB', expect.stringContaining('common_subexpressions')]
  expect(await settings('parquet', ['c7'])).toEqual(usual)
  expect(await settings('csv')).toEqual(usual)
})
