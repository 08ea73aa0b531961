import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSource } from '../random-source.ts'
import { loadMutant } from './load-mutant.ts'
import { mutateFile } from './mutate-file.ts'

/** A golden file and the seed of its damage. */
export type Mutant = { golden: string; seed: number }

process.on('disconnect', () => process.exit())
process.on('message', async ({ golden, seed }: Mutant) => {
  const workDir = await mkdtemp(join(tmpdir(), 'datalens-mutant-'))
  const file = join(workDir, 'mutant')
  await writeFile(file, mutateFile(readFileSync(golden), randomSource(seed)))
  const outcome = await loadMutant(file, workDir)
  await rm(workDir, { recursive: true, force: true })
  process.send?.(outcome)
})
