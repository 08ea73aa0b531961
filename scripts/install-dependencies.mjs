import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { root } from './project.mjs'

const lockFile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules', '.datalens-installed')

/** Installs exactly what the lock file says, unless it is there already. */
export async function installDependencies(node) {
  if (isInstalled()) return
  console.log('Installing dependencies from the lock file.')
  await npm(['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    node,
  })
  writeFileSync(stampFile, stamp())
}

/** npm writes its own record of what is installed last, and removes everything first: an interrupted install has none. */
function isInstalled() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  const isComplete = readText(stampFile) === stamp()
  const locked = Object.entries(readJson(lockFile).packages).filter(([path]) => path !== '')
  return locked.every(([path, wanted]) => {
    const found = installed[path]
    if (found) return found.version === wanted.version
    if (!wanted.optional) return false
    return isComplete || !isForThisPlatform(wanted) || !isNeeded(path, wanted, locked, installed)
  })
}

/** What is for every platform may be missing when it comes along with something that is not for this one. */
function isNeeded(path, { os, cpu }, locked, installed) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return Boolean(os ?? cpu) || locked.some(([other, { dependencies }]) => installed[other] && dependencies?.[name])
}

function isForThisPlatform({ os = [process.platform], cpu = [process.arch], libc }) {
  return !libc && os.includes(process.platform) && cpu.includes(process.arch)
}

function stamp() {
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  return `${process.platform}-${process.arch} ${lock}\n`
}

function readJson(file) {
  const text = readText(file)
  return text && JSON.parse(text)
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
