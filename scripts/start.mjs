// npm start: makes the clone ready and runs the server. What follows `npm start --` goes to `datalens serve`.
import { prepare } from './prepare.mjs'
import { environment, serverFlags } from './project.mjs'
import { runChild } from './run-child.mjs'

try {
  const node = await prepare()
  process.exitCode = await runChild(node, [...serverFlags, 'src/cli/main.ts', 'serve', ...process.argv.slice(2)], {
    env: environment,
    channel: true,
  })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
