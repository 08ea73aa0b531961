import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, serverFlags } from '../scripts/project.mjs'
import { childrenOf, commandOf } from './processes.ts'

const startPatienceMs = 60_000

/** What can be ended by itself; `backend` is one process of PostgreSQL's, whose end makes it recover. */
export type ProcessPart = 'server' | 'workers' | 'queries' | 'postgres' | 'backend'

/** A DataLens in processes of its own: the server, its workers and its PostgreSQL. */
export class DataLensProcess {
  readonly home: string
  url = ''
  private child: ChildProcess | undefined
  private readonly environment: Record<string, string>
  private said = ''

  constructor(home: string, environment: Record<string, string> = {}) {
    this.home = home
    this.environment = environment
  }

  /** Starts the server and waits until it says that it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...serverFlags, join(root, 'src/cli/main.ts'), 'serve'], {
      cwd: this.home,
      env: { ...process.env, DATALENS_HOME: this.home, PORT: '0', LOG_LEVEL: 'warn', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    const ready = Promise.withResolvers<string>()
    child.stdout.on('data', (text) => {
      const [, url] = /DataLens is ready: (\S+)/.exec(String(text)) ?? []
      if (url) ready.resolve(url)
    })
    child.stderr.on('data', (text) => {
      this.said = `${this.said}${text}`.slice(-20_000)
    })
    child.once('exit', (code) =>
      ready.reject(new Error(`DataLens ended with ${code} before it was ready: ${this.said}`)),
    )
    const timer = setTimeout(
      () => ready.reject(new Error(`DataLens was not ready in time: ${this.said}`)),
      startPatienceMs,
    )
    this.url = await ready.promise.finally(() => clearTimeout(timer))
  }

  /** What the server has written to its log lately. */
  get log(): string {
    return this.said
  }

  get serverPid(): number {
    return this.child?.pid ?? 0
  }

  /** The processes that read files. */
  get workerPids(): number[] {
    return childrenOf(this.serverPid).filter((pid) => commandOf(pid).includes('worker-process'))
  }

  /** The processes that answer questions. */
  get queryPids(): number[] {
    return childrenOf(this.serverPid).filter((pid) => commandOf(pid).includes('query-process'))
  }

  get postgresPid(): number {
    return Number(readFileSync(join(this.home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
  }

  /** Ends processes without any warning; what does not run at this moment is left out. */
  async kill(...parts: ProcessPart[]): Promise<void> {
    const pids = parts.flatMap((part) => this.pidsOf(part)).filter((pid) => pid > 0)
    const exited = parts.includes('server') ? this.exited() : undefined
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
    await exited
  }

  private pidsOf(part: ProcessPart): number[] {
    if (part === 'server') return [this.serverPid]
    if (part === 'workers') return this.workerPids
    if (part === 'queries') return this.queryPids
    try {
      const { postgresPid } = this
      if (!commandOf(postgresPid).includes('postgres')) return []
      return part === 'postgres' ? [postgresPid] : childrenOf(postgresPid).slice(-1)
    } catch {
      return []
    }
  }

  /** Asks the server to stop, and waits until it has. */
  async stop(): Promise<void> {
    const exited = this.exited()
    this.child?.kill('SIGTERM')
    await exited
  }

  /** Waits until the server has ended; answers with its exit code. */
  exited(): Promise<number | null> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child?.exitCode ?? null)
    return new Promise((resolve) => child.once('exit', resolve))
  }
}
