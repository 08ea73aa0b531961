import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, EmbeddedPostgresError } from './binaries.ts'

/**
 * Stops what an earlier owner of this data directory left running when it was killed: the server, or single sessions of a
 * server that was itself killed. Whoever calls this holds the home's lock, so nobody else may be using the directory.
 */
export async function stopOrphanedServer(binaries: Binaries, directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid')
  const pid = Number((await readLines(pidFile))[0])
  if (!(pid > 0)) return
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', directory, '-w', '-t', '60', '-m', 'fast'], { stdio: 'ignore' })
    return
  }
  await end(() => (isServerOf(directory, pid) ? [pid] : []), ['SIGINT', 'SIGQUIT', 'SIGKILL'])
  await end(() => sessionsOf(directory), ['SIGQUIT', 'SIGKILL'])
  await disown(pidFile)
}

/**
 * A number that is left in the file belongs to nobody or to a foreign process: after a restart of the machine, or in a
 * copied home. PostgreSQL would take that process for its server, and one that has ended but was never waited for, too. It
 * ignores its own parent's number, and still checks the shared memory that the next lines name.
 */
async function disown(pidFile: string): Promise<void> {
  const [pid, ...rest] = await readLines(pidFile)
  if (pid) await writeFile(pidFile, [process.pid, ...rest].join('\n'))
}

async function readLines(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8').catch(() => '')).split('\n')
}

/** Signals those that are left, more firmly each time, until none is. */
async function end(listLeft: () => number[], signals: NodeJS.Signals[]): Promise<void> {
  for (const signal of signals) {
    for (const pid of listLeft()) kill(pid, signal)
    const deadline = Date.now() + (signal === 'SIGINT' ? 60_000 : 10_000)
    while (Date.now() < deadline) {
      if (listLeft().length === 0) return
      await sleep(10)
    }
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return
    throw new EmbeddedPostgresError(
      `A PostgreSQL server (process ${pid}) that another user started still runs in this home. Stop it as that user, then start again.`,
    )
  }
}

/** PostgreSQL's processes work in the data directory itself; elsewhere than on Linux the command line names it. */
function isServerOf(directory: string, pid: number): boolean {
  if (process.platform === 'linux') return worksIn(directory, pid)
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(` -D ${directory} `)
  } catch {
    return false
  }
}

function sessionsOf(directory: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => worksIn(directory, pid))
}

function worksIn(directory: string, pid: number): boolean {
  try {
    const isPostgres = readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    return isPostgres && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return false
  }
}
