import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, runtime } from './project.mjs'
import { runChild } from './run-child.mjs'

const built = join(root, 'dist', 'web')
const sources = ['src/web', 'src/shared', 'vite.config.ts', 'package-lock.json']

/** Builds the web into `dist/web`, whole or not at all, unless it was built from these very sources. */
export async function buildWeb(node) {
  const stamp = fingerprint()
  const stampFile = join(runtime, 'web-built-from')
  if (existsSync(join(built, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
    return
  console.log('Building the web.')
  const aside = `${built}.new`
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const parameters = [vite, 'build', '--logLevel', 'warn', '--outDir', aside, '--emptyOutDir']
  if ((await runChild(node, parameters)) !== 0) throw new Error('The web could not be built.')
  rmSync(stampFile, { force: true })
  rmSync(built, { recursive: true, force: true })
  renameSync(aside, built)
  writeFileSync(stampFile, stamp)
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => listFiles(join(root, source)))) {
    hash.update(`${relative(root, file)}\n`).update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return `${hash.digest('hex')}\n`
}

function listFiles(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path).sort()
  return entries.filter((name) => !/\.test\.tsx?$/.test(name)).flatMap((name) => listFiles(join(path, name)))
}
