import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, lchown, lstat, readdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './binaries.ts'

/** Under which identity the PostgreSQL programs run: a command to put before them, or a user to become. */
export interface RunAs {
  prefix: string[]
  user?: { uid: number; gid: number }
}

/** Who may pass through a directory sees nothing of what is in it. */
const passThrough = 0o011

/** In a user namespace without any mapping a process still is who it was, and takes itself for `nobody`. */
const asNobody = ['unshare', '-U', '--']

/**
 * PostgreSQL refuses to run as root, and initdb as a user without a name. Root therefore runs it as the owner of its
 * directory, or still as root in a user namespace, or as a system user; whichever can start `program` in `directory`.
 */
export async function chooseRunAs(program: string, directory: string): Promise<RunAs> {
  const dieWithUs = tieToParent()
  if (process.getuid?.() !== 0) return { prefix: hasName() ? dieWithUs : [...asNobody, ...dieWithUs] }
  const [owner, parent] = [await lstat(directory), await stat(dirname(directory))]
  for (const candidate of listCandidates(owner, dieWithUs)) {
    await give(directory, candidate)
    if (candidate.user) await chmod(dirname(directory), parent.mode | passThrough)
    if (canRun(candidate, program, directory)) {
      await giveContents(directory, candidate)
      return candidate
    }
    await chmod(dirname(directory), parent.mode)
  }
  await lchown(directory, owner.uid, owner.gid)
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and this system allows neither user namespaces (unshare -U) nor a system user to enter ${directory}. Start DataLens as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
  )
}

function listCandidates({ uid, gid }: { uid: number; gid: number }, dieWithUs: string[]): RunAs[] {
  const isNamed = new RegExp(`^[^:]*:[^:]*:${uid}:`, 'm').test(readFileSync('/etc/passwd', 'utf8'))
  const owner = { prefix: isNamed ? dieWithUs : [...asNobody, ...dieWithUs], user: { uid, gid } }
  const root = { prefix: [...asNobody, ...dieWithUs] }
  const systemUsers = ['postgres', 'nobody'].flatMap(findUser).map((user) => ({ prefix: dieWithUs, user }))
  return [...(uid === 0 ? [] : [owner]), root, ...systemUsers]
}

/** Containers are often run under a number that no list of users has. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
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
