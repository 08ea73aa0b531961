// npm run bench: measures, and prints a table and JSON. What follows `npm run bench --` goes to it.
import { prepare } from './prepare.mjs'
import { quiet } from './project.mjs'
import { runChild } from './run-child.mjs'

try {
  const node = await prepare()
  process.exitCode = await runChild(node, [...quiet, 'bench/main.ts', ...process.argv.slice(2)])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
