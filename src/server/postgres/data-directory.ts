import { execFile } from 'node:child_process'
import { chmod, chown, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, EmbeddedPostgresError } from './binaries.ts'
import { commandAs, type RunAs } from './run-as.ts'

/** The role that owns DataLens's database; it is no superuser. */
export const applicationRole = 'datalens'
export const applicationDatabase = 'datalens'
/** PostgreSQL's superuser, with the same generated password; used for nothing but what its owner does by hand, and by tests. */
export const superuser = 'postgres'

interface DataDirectoryOptions {
  binaries: Binaries
  runAs: RunAs
  directory: string
  password: string
}

/** Makes the data directory where it is missing, complete or not at all, and refuses one of another major version. */
export async function ensureDataDirectory(options: DataDirectoryOptions): Promise<void> {
  const found = await readVersion(options.directory)
  if (found === undefined) return createDataDirectory(options)
  if (found !== options.binaries.major) {
    throw new EmbeddedPostgresError(
      `The database in ${options.directory} was made by PostgreSQL ${found}, and this DataLens brings PostgreSQL ${options.binaries.major}, which cannot open it. Nothing was changed. Start the DataLens that made it, or set DATALENS_HOME to another directory.`,
    )
  }
  // A copy may have lost the mode that PostgreSQL insists on.
  await chmod(options.directory, 0o700)
}

async function readVersion(directory: string): Promise<number | undefined> {
  const file = join(directory, 'PG_VERSION')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new EmbeddedPostgresError(`${file} cannot be read: ${error.message}.`)
  })
  return text === undefined ? undefined : Number.parseInt(text, 10)
}

async function createDataDirectory({ binaries, runAs, directory, password }: DataDirectoryOptions): Promise<void> {
  const aside = `${directory}.new`
  const passwordFile = `${directory}.password`
  await rm(aside, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (runAs.user) await chown(passwordFile, runAs.user.uid, runAs.user.gid)
  try {
    await run(runAs, binaries.initdb, [
      `--pgdata=${aside}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // The library of the machine has no part in the sort order, so that the directory may be copied to another one.
      ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ])
    await runSingleUser({ binaries, runAs, directory: aside }, [
      `CREATE ROLE ${applicationRole} LOGIN PASSWORD '${password}'`,
      `CREATE DATABASE ${applicationDatabase} OWNER ${applicationRole}`,
    ])
    await rename(aside, directory)
    await syncDirectory(dirname(directory))
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Gives both roles a new password; for a home whose secrets were lost. The server must not be running. */
export function resetPasswords(options: Omit<DataDirectoryOptions, 'password'>, password: string): Promise<void> {
  return runSingleUser(
    options,
    [superuser, applicationRole].map((role) => `ALTER ROLE ${role} PASSWORD '${password}'`),
  )
}

async function runSingleUser(
  { binaries, runAs, directory }: Omit<DataDirectoryOptions, 'password'>,
  statements: string[],
): Promise<void> {
  const parameters = ['--single', '-D', directory, '-c', 'exit_on_error=true', '-c', 'log_statement=none', 'postgres']
  await run(runAs, binaries.postgres, parameters, `${statements.join('\n')}\n`)
}

async function run(runAs: RunAs, program: string, programParameters: string[], input = ''): Promise<void> {
  const { command, parameters, options } = commandAs(runAs, program, programParameters)
  const work = promisify(execFile)(command, parameters, options)
  work.child.stdin?.end(input)
  await work.catch((error: Error & { stderr?: string }) => {
    const reason = error.stderr?.trim().split('\n').slice(-3).join(' ') || error.message
    throw new EmbeddedPostgresError(`PostgreSQL could not make its database: ${reason}`)
  })
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}
