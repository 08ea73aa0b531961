import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { Problem } from '../http/problem-error.ts'

/** Judges how hard a new password is to guess. */
export interface PasswordStrength {
  /** Throws `weak_password` with the reason, at this path, for a password that is easy to guess. */
  refuseWeak(path: string, password: string, about: (string | null | undefined)[]): Promise<void>
  close(): Promise<void>
}

const entry = new URL(`./password-strength-worker${extname(import.meta.url)}`, import.meta.url).href
const queue = 100

/**
 * In a thread of its own: the dictionaries take 100 MB while they are needed, and a password made for it keeps the judge
 * busy for a while.
 */
export function createPasswordStrength(): PasswordStrength {
  const pool = new Piscina({
    filename: entry,
    minThreads: 0,
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
    idleTimeout: 20_000,
    niceIncrement: 10,
    recordTiming: false,
  })
  return {
    async refuseWeak(path, password, about) {
      if (pool.queueSize >= queue) throw tooMany()
      const known = about
        .filter((text) => typeof text === 'string')
        .flatMap((text) => [text, ...text.split(/[@.\s_-]+/)])
      const reason: string | null = await pool.run({ password, about: ['datalens', ...known.filter(Boolean)] })
      if (reason) throw new Problem('weak_password', reason, { errors: [{ path, message: reason }] })
    },
    close: () => pool.destroy(),
  }
}

const tooMany = () =>
  new Problem('busy', 'Too many passwords are being chosen at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  })
