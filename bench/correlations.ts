import { join } from 'node:path'
import { openTable } from '../src/engine/query/open-table.ts'
import { answerCorrelations } from '../src/engine/statistics/answer-correlations.ts'
import { makeTable } from './profile.ts'

const rounds = 3

/** Pearson's correlations of so many columns of doubles over all rows, on the clock and in processor time. */
export async function measureCorrelations(directory: string, columnCount: number, rows: number) {
  const columns = Array.from(
    { length: columnCount },
    (_, i) => `sin(r * ${(i % 10) + 1}) + hash(r + ${i}) / 2e19 AS c${i}`,
  )
  const tableFile = await makeTable(directory, `correlations-${columnCount}-${rows}`, async () => {
    return `SELECT ${columns} FROM range(${rows}) t(r)`
  })
  const limits = { threads: 2, memoryLimitBytes: 2 ** 29, maxTempBytes: 2 ** 30, tempDir: join(directory, 'query') }
  const table = await openTable(tableFile, limits)
  const best = { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    const cpuBegin = process.cpuUsage()
    const { limited } = await answerCorrelations(table, { about: 'correlations', tableFile, method: 'pearson' })
    if (limited && limited.rows < rows) throw new Error(`Only ${limited.rows} of ${rows} rows were correlated`)
    const { user, system } = process.cpuUsage(cpuBegin)
    best.ms = Math.min(best.ms, performance.now() - begin)
    best.cpuMs = Math.min(best.cpuMs, (user + system) / 1000)
  }
  table.close()
  return best
}
