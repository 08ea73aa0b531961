import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChaos } from './chaos/run-chaos.ts'
import { DataLensClient } from './datalens-client.ts'
import { DataLensProcess } from './datalens-process.ts'
import { isRunning } from './processes.ts'

/** Real processes, real kills: what was acknowledged is there, everything ends, and no file lies about. */

test('whatever is killed while people use it, every promise is kept', async () => {
  // Of the short seeds one that kills a worker, PostgreSQL, a starting server and everything at once; `npm run chaos` goes on.
  const { faults, killed } = await runChaos({ kills: 4, seed: 967 })
  expect(faults).toEqual([])
  expect(Object.keys(killed).sort()).toEqual(['everything', 'postgres', 'server at its start', 'workers'])
}, 400_000)

/** Some twenty megabytes that a worker reads, and then profiles, for seconds. */
const largeCsv = () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `${n},"row, ${n * 7919}",${n / 7},2024-01-17\n`).join('')
  return Buffer.from(`id,text,share,day\n${lines.repeat(25)}`)
}

test('a large file is read in the end, at whatever stage its server is killed', async () => {
  const datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-crash-')))
  try {
    await datalens.start()
    const ada = await DataLensClient.register(datalens.url, 'ada')
    const { id } = await ada.upload(largeCsv())
    for (const stage of ['reading', 'profiling']) {
      const { workerPids } = datalens
      await expect.poll(async () => (await ada.dataset(id)).job?.stage, { interval: 10 }).toBe(stage)
      await datalens.kill('server')
      await expect.poll(() => workerPids.filter(isRunning), { timeout: 3_000, interval: 20 }).toEqual([])
      await datalens.start()
      await ada.moveTo(datalens.url)
    }
    expect(await ada.dataset(id, 60)).toMatchObject({ status: 'ready', row_count: 500_000 })
  } finally {
    await datalens.stop()
    await rm(datalens.home, { recursive: true, force: true })
  }
}, 240_000)
