import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const copied = [
  'bin',
  'migrations',
  'scripts',
  'src',
  '.npmrc',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** A clone of its own with the dependencies of this one, and with a web of one line, which is built in no time. */
export function makeClone() {
  const directory = mkdtempSync(join(tmpdir(), 'datalens-clone-'))
  for (const name of copied) {
    const filter = (path: string) => !path.startsWith(join(root, 'src', 'web')) && !path.endsWith('.test.ts')
    cpSync(join(root, name), join(directory, name), { recursive: true, filter })
  }
  mkdirSync(join(directory, 'src', 'web'))
  const page = '<!doctype html><title>a web of one line</title><script type="module" src="./main.ts"></script>'
  writeFileSync(join(directory, 'src', 'web', 'index.html'), page)
  writeFileSync(join(directory, 'src', 'web', 'main.ts'), `document.title += ', and a script'`)
  writeFileSync(
    join(directory, 'vite.config.ts'),
    `export default { root: 'src/web', build: { outDir: '../../dist/web', emptyOutDir: true } }`,
  )
  linkDependencies(directory)
  linkBroughtNodes(directory)
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** Links, so that whoever empties the directory removes nothing but links. */
export function linkDependencies(directory: string): void {
  const dependencies = join(directory, 'node_modules')
  mkdirSync(dependencies, { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')).filter((entry) => !/^\.(?!bin)/.test(entry))) {
    symlinkSync(join(root, 'node_modules', name), join(dependencies, name))
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  delete packages['']
  writeFileSync(join(dependencies, '.package-lock.json'), JSON.stringify({ packages }))
}

/** Where this clone brought a Node of its own, the other one need not bring it again. */
function linkBroughtNodes(directory: string): void {
  const runtime = join(root, '.runtime')
  const nodes = existsSync(runtime) ? readdirSync(runtime).filter((name) => name.startsWith('node-')) : []
  mkdirSync(join(directory, '.runtime'))
  for (const name of nodes) symlinkSync(join(runtime, name), join(directory, '.runtime', name))
}
