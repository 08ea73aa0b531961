import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { lchown, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './binaries.ts'

/** Under which identity the PostgreSQL programs run: a command to put before them, or a user to become. */
export interface RunAs {
  prefix: string[]
  user?: { uid: number; gid: number }
}

/**
 * PostgreSQL refuses to run as root. As root it therefore runs as the owner of its directory, or still as root in a user
 * namespace where it does not look so, or as a system user; whichever can start `program` and enter `directory`.
 */
export async function chooseRunAs(program: string, directory: string): Promise<RunAs> {
  const dieWithUs = tieToParent()
  if (process.getuid?.() !== 0) return { prefix: dieWithUs }
  const owner = await lstat(directory)
  const ownUser = owner.uid === 0 ? [] : [{ prefix: dieWithUs, user: { uid: owner.uid, gid: owner.gid } }]
  const asRoot: RunAs = { prefix: ['unshare', '-U', '--', ...dieWithUs] }
  const systemUsers = ['postgres', 'nobody'].flatMap(findUser).map((user) => ({ prefix: dieWithUs, user }))
  for (const candidate of [...ownUser, asRoot, ...systemUsers]) {
    await give(directory, candidate)
    if (canRun(candidate, program, directory)) {
      await giveContents(directory, candidate)
      return candidate
    }
  }
  await lchown(directory, owner.uid, owner.gid)
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and this system allows neither user namespaces (unshare -U) nor a system user to enter ${directory}. Start DataLens as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
  )
}

/** The command line and spawn options that run `program` under this identity. */
export function commandAs(runAs: RunAs, program: string, parameters: string[]) {
  const [command = program, ...rest] = [...runAs.prefix, program, ...parameters]
  return { command, parameters: rest, options: { ...runAs.user, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } } }
}

/** Where the system can do it (Linux), the server shuts down by itself when this process is killed. */
function tieToParent(): string[] {
  const command = ['setpriv', '--pdeathsig', 'INT', '--']
  if (process.platform !== 'linux') return []
  return spawnSync('setpriv', [...command.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? command : []
}

function canRun(runAs: RunAs, program: string, directory: string): boolean {
  const { command, parameters, options } = commandAs(runAs, program, ['--version'])
  return spawnSync(command, parameters, { ...options, cwd: directory, stdio: 'ignore' }).status === 0
}

function findUser(name: string): { uid: number; gid: number }[] {
  const entry = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm'))
  return entry ? [{ uid: Number(entry[1]), gid: Number(entry[2]) }] : []
}

const give = (path: string, { user }: RunAs) => lchown(path, user?.uid ?? 0, user?.gid ?? 0)

/** What a directory holds changes hands before the directory itself, so that an interrupted change is noticed and repeated. */
async function giveContents(directory: string, runAs: RunAs): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if ((await lstat(path)).uid === (runAs.user?.uid ?? 0)) continue
    if (entry.isDirectory()) await giveContents(path, runAs)
    await give(path, runAs)
  }
}
