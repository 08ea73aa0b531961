// npx datalens in a clone: the command line from its sources, by a Node that can run them.
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { environment, root, serverFlags } from './project.mjs'
import { runChild } from './run-child.mjs'

try {
  const isServing = process.argv[2] === 'serve'
  const node = await prepare({ web: isServing })
  const parameters = [...serverFlags, join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)]
  process.exitCode = await runChild(node, parameters, { env: environment, channel: isServing })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
