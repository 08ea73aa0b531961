import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { parseOptions } from '@node-rs/bcrypt'
import { Piscina } from 'piscina'
import { Problem } from '../http/problem-error.ts'
import type { PasswordTask } from './password-worker.ts'

/** The bcrypt cost of new passwords. */
export const passwordCost = 12

/** Hashes and checks passwords in threads of its own, so that nothing else waits for them. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Whether the password is that of the hash. Without a hash it is not, after the same time. */
  verify(password: string, hash: string | null): Promise<boolean>
  /** Whether the hash was made at a lower cost than new ones are. */
  isOutdated(hash: string): boolean
  close(): Promise<void>
}

const entry = new URL(`./password-worker${extname(import.meta.url)}`, import.meta.url).href

/** The threads start when they are first needed and end when nobody has signed in for a while. */
export function createPasswordHasher({
  cost = passwordCost,
  threads = Math.min(availableParallelism(), 8),
  queue = 100,
} = {}): PasswordHasher {
  const pool = new Piscina({
    filename: entry,
    minThreads: 0,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    idleTimeout: 60_000,
    niceIncrement: 10,
    recordTiming: false,
  })

  const run = async (task: PasswordTask) => {
    if (pool.queueSize >= queue) throw tooMany()
    return await pool.run(task)
  }

  return {
    hash: (password) => run({ kind: 'hash', password, cost }),
    verify: (password, hash) => run({ kind: 'verify', password, hash, cost }),
    isOutdated: (hash) => parseOptions(hash).cost < cost,
    close: () => pool.destroy(),
  }
}

const tooMany = () =>
  new Problem('busy', 'Too many people are signing in at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  })
