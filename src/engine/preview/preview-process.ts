import { tmpdir } from 'node:os'
import { openDuckDb } from '../duckdb.ts'
import { doInProcess } from '../run-in-process.ts'
import { previewRows } from './preview-rows.ts'

// What the first use of DuckDB costs is spent while the process waits for its task.
const warm = openDuckDb({ threads: 1, memoryLimitBytes: 64 * 2 ** 20, tempDir: tmpdir() }).then(async (duck) => {
  await duck.query('SELECT 1')
  duck.close()
})

doInProcess<Parameters<typeof previewRows>[0], Awaited<ReturnType<typeof previewRows>>>(async (request) => {
  await warm
  return await previewRows(request)
})
