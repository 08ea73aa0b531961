// npm leaves a platform's package out of the lock file when the registry at hand does not have it, and then refuses its
// own lock file (`npm ci`: "Missing: ... from lock file"). This adds what was left out, without a checksum, so that the
// lock file installs on every platform. Run `npm run lock` after changing dependencies; `--check` only tells.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = completeLock(lock)
if (process.argv.includes('--check')) {
  process.exitCode = missing.length > 0 ? 1 : 0
} else if (missing.length > 0) {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(
  missing.length > 0 ? `Missing from package-lock.json: ${missing.join(', ')}` : 'package-lock.json is complete.',
)

function completeLock({ packages }) {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => [
        `node_modules/${name}`,
        { version, ...platformOf(name), ...(dev && { dev }), optional: true },
      ]),
  )
  for (const [path, entry] of missing) packages[path] = entry
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  for (const [path, entry] of sorted) {
    delete packages[path]
    packages[path] = entry
  }
  return missing.map(([path, { version }]) => `${path.slice('node_modules/'.length)}@${version}`)
}

/** Whether Node would find `name` from the package at `path`. */
function isLocked(packages, path, name) {
  for (let from = path; ; from = from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (`${from}/node_modules/${name}`.replace(/^\//, '') in packages) return true
    if (from === '') return false
  }
}

function platformOf(name) {
  const words = name.split(/[/-]/)
  const find = (choices) => choices.filter((choice) => words.includes(choice))
  const os = find(['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'win32'])
  const cpu = find(['arm', 'arm64', 'ia32', 'wasm32', 'x64'])
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return { cpu, ...(libc.length > 0 && { libc }), ...(os.length > 0 && { os }) }
}
