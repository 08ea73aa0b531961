// npm run chaos: people use a DataLens while its processes are killed. What follows `npm run chaos --` goes to it.
import { prepare } from './prepare.mjs'
import { environment, quiet } from './project.mjs'
import { runChild } from './run-child.mjs'

try {
  const node = await prepare({ web: false })
  process.exitCode = await runChild(node, [...quiet, 'test/chaos/main.ts', ...process.argv.slice(2)], {
    env: environment,
  })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
