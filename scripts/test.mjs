// npm test: types, lint and every test. What follows `npm test --` chooses files, as with vitest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { environment, quiet } from './project.mjs'
import { runChild } from './run-child.mjs'
import { describeSkipped } from './skipped-proofs.mjs'

/** Tests that were not chosen are not proofs that could not be given. */
const isChosen = process.argv.length > 2
let passed = 0
let failed = 0
let skipped

try {
  const node = await prepare()
  const ended = await Promise.allSettled([...checks.map((check) => runCheck(node, check)), runTests(node)])
  for (const { reason } of ended) if (reason) throw reason
} catch (error) {
  console.error(error.message)
  count({ failed: 1 })
}
if (skipped) console.log(skipped)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

function count({ passed: more = 0, failed: worse = 0 }) {
  passed += more
  failed += worse
}

/** While the tests get ready, which takes one core. */
async function runCheck(node, { name, parameters }) {
  const isGood = (await runChild(node, parameters)) === 0
  console.log(`${isGood ? 'passed' : 'FAILED'}: ${name}`)
  count(isGood ? { passed: 1 } : { failed: 1 })
}

async function runTests(node) {
  const directory = mkdtempSync(join(tmpdir(), 'datalens-test-report-'))
  const file = join(directory, 'report.json')
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  try {
    const code = await runChild(node, [...quiet, ...vitest, ...process.argv.slice(2)], { env: environment })
    count(readReport(file, code))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A file that cannot even be loaded has no tests to fail, and an error outside of every test belongs to none: each counts as one. */
function readReport(file, code) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length
  if (!isChosen) skipped = describeSkipped(report)
  const known = report.numFailedTests + unloadable
  return { passed: report.numPassedTests, failed: known || (code === 0 ? 0 : 1) }
}
