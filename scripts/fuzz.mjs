// npm run fuzz: every property test with other cases than ever before, 10,000 of reading or as many as follow `npm run fuzz --`,
// and of the others in proportion; then a fifth as many golden files with damage of every kind (or a second number of them).
// FUZZ_SEED=... draws those of an earlier run.
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { environment, quiet, root } from './project.mjs'
import { runChild } from './run-child.mjs'

const runs = process.argv[2] ?? '10000'
const seed = process.env.FUZZ_SEED ?? `${randomInt(2 ** 31)}`
const damaged = process.argv[3] ?? `${Math.ceil(Number(runs) / 5)}`
const again = `FUZZ_SEED=${seed} npm run fuzz -- ${runs} ${damaged}`
try {
  const node = await prepare({ web: false })
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .map((name) => join('src', name))
    .filter((file) => file.endsWith('.test.ts') && /from 'fast-check'/.test(readFileSync(join(root, file), 'utf8')))
  console.log(`Drawing from seed ${seed}; the same cases again: ${again}`)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=0', ...files]
  const env = { ...environment, FUZZ_RUNS: runs, FUZZ_SEED: seed }
  const drawn = await runChild(node, [...quiet, ...vitest], { env })
  const mutated = await runChild(node, [...quiet, join('test', 'fuzz', 'main.ts'), damaged], { env })
  process.exitCode = drawn || mutated
  console.log(`These were the cases of ${again}`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
