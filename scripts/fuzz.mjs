// npm run fuzz: the property tests of reading, with 10,000 cases each or as many as follow `npm run fuzz --`.
import { prepare } from './prepare.mjs'
import { quiet } from './project.mjs'
import { runChild } from './run-child.mjs'

process.env.FUZZ_RUNS = process.argv[2] ?? '10000'
try {
  const node = await prepare({ web: false })
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'src/engine/ingest/csv/read-back.test.ts']
  process.exitCode = await runChild(node, [...quiet, ...vitest])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
