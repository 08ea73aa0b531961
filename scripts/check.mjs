// npm run check: types and lint.
import { checks } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { runChild } from './run-child.mjs'

const node = await prepare({ web: false })
for (const { name, parameters } of checks) {
  const code = await runChild(node, parameters)
  console.log(`${name}: ${code === 0 ? 'ok' : 'failed'}`)
  if (code !== 0) process.exitCode = 1
}
