import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, EmbeddedPostgresError } from './binaries.ts'
import { commandAs, type RunAs } from './run-as.ts'

/** One running server. */
export interface Postmaster {
  pid: number
  /** Resolves when the server has ended, however that came about. */
  ended: Promise<void>
  /** Ends its sessions, writes everything out and waits until it is gone. */
  stop(): Promise<void>
}

interface PostmasterOptions {
  binaries: Binaries
  runAs: RunAs
  directory: string
  logFile: string
  settings: Record<string, string>
  /** Milliseconds that recovery after a crash may take. */
  startTimeout?: number
}

const largestLog = 8 * 2 ** 20

/** Starts the server on a data directory and waits until it accepts sessions. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { binaries, runAs, directory, logFile, settings, startTimeout = 300_000 } = options
  const {
    command,
    parameters,
    options: identity,
  } = commandAs(runAs, binaries.postgres, [
    '-D',
    directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  rotate(logFile)
  const logStart = sizeOf(logFile)
  const log = openSync(logFile, 'a', 0o600)
  // A session of its own: Ctrl-C in a terminal reaches us alone, and we stop the server when nobody needs it any more.
  const server = spawn(command, parameters, {
    ...identity,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()).once('error', () => resolve()))
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })

  const deadline = Date.now() + startTimeout
  while (!(await isReady(directory, server.pid))) {
    if (hasEnded || Date.now() > deadline) {
      server.kill('SIGKILL')
      throw new EmbeddedPostgresError(`PostgreSQL did not start. It said: ${await lastWords(logFile, logStart)}`)
    }
    await Promise.race([sleep(5), ended])
  }

  const signal = (name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => {
    if (process.platform !== 'win32' || name === 'SIGKILL') return void server.kill(name)
    spawnSync(binaries.pgCtl, ['stop', '-D', directory, '-W', '-m', name === 'SIGINT' ? 'fast' : 'immediate'])
  }
  const stop = async () => {
    for (const [name, patience] of [
      ['SIGINT', 60_000],
      ['SIGQUIT', 10_000],
      ['SIGKILL', 10_000],
    ] as const) {
      if (hasEnded) return
      signal(name)
      await Promise.race([ended, sleep(patience, undefined, { ref: false })])
    }
  }
  return { pid: server.pid ?? 0, ended, stop }
}

/** The eighth line of postmaster.pid tells the state, as pg_ctl reads it too. */
async function isReady(directory: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function rotate(logFile: string): void {
  if (sizeOf(logFile) > largestLog) renameSync(logFile, `${logFile}.1`)
}

async function lastWords(logFile: string, from: number): Promise<string> {
  const handle = await open(logFile)
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(4096), position: from })
    const said = buffer.toString('utf8', 0, bytesRead).trim()
    const reasons = said.match(/(?:FATAL|PANIC|HINT): .*/g)?.join(' ') ?? said.split('\n').at(-1)
    return `${reasons || 'nothing'} (${logFile})`
  } finally {
    await handle.close()
  }
}
