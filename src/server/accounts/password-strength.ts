import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { startProcess } from '../../engine/run-in-process.ts'
import { Problem } from '../http/problem-error.ts'

/** Judges how hard a new password is to guess. */
export interface PasswordStrength {
  /** Throws `weak_password` with the reason, at this path, for a password that is easy to guess. */
  refuseWeak(path: string, password: string, about: (string | null | undefined)[]): Promise<void>
  close(): Promise<void>
}

/** What the judging process is asked. `about` is what others know of the person. */
export interface NewPassword {
  password: string
  about: string[]
}

/** What it answers: why the password is weak, null when it is not. */
export interface Judgement {
  reason: string | null
}

const entry = new URL(`./password-strength-process${extname(import.meta.url)}`, import.meta.url)
const queue = 100

/**
 * In a process of its own, which ends when nobody has chosen a password for `idleMs`: the dictionaries take 100 MB while
 * they are needed, of which a thread would leave half behind, and a password made for it keeps the judge busy for a while,
 * but not for longer than `mostMs`.
 */
export function createPasswordStrength({ idleMs = 20_000, mostMs = 10_000 } = {}): PasswordStrength {
  let judge: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const start = (): ChildProcess => {
    const child = startProcess(entry)
    const forget = () => {
      if (judge === child) judge = undefined
    }
    child.once('exit', forget)
    // One that could not be started at all never exits.
    child.on('error', forget)
    return child
  }

  const end = () => {
    clearTimeout(idle)
    judge?.kill('SIGKILL')
    judge = undefined
  }

  const ask = async (asked: NewPassword): Promise<Judgement> => {
    if (isClosed) throw new Error('Nobody judges passwords any more.')
    clearTimeout(idle)
    const isNew = judge === undefined
    judge ??= start()
    const child = judge
    const over = new AbortController()
    const late = AbortSignal.timeout(mostMs)
    const signal = AbortSignal.any([over.signal, late])
    try {
      const gone = once(child, 'exit', { signal }).then(() => undefined)
      const unsent = new Promise<undefined>((resolve) => {
        child.send(asked, (error) => error && resolve(undefined))
      })
      const [judgement] = (await Promise.race([once(child, 'message', { signal }), gone, unsent])) ?? []
      if (judgement) return judgement
      if (judge === child) end()
      if (isNew || isClosed) throw new Error('The process that judges passwords ended without an answer.')
    } catch (error) {
      if (!late.aborted) throw error
      if (judge === child) end()
      throw tooSlow()
    } finally {
      over.abort()
      idle = setTimeout(end, idleMs)
    }
    return await ask(asked)
  }

  const judgementOf = async (asked: NewPassword): Promise<Judgement> => {
    if (waiting >= queue) throw tooMany()
    waiting += 1
    const judged = last
      .then(() => ask(asked))
      .finally(() => {
        waiting -= 1
      })
    last = judged.catch(() => {})
    return await judged
  }

  return {
    async refuseWeak(path, password, about) {
      const known = about
        .filter((text) => typeof text === 'string')
        .flatMap((text) => [text, ...text.split(/[@.\s_-]+/)])
      const { reason } = await judgementOf({ password, about: ['datalens', ...known.filter(Boolean)] })
      if (reason) throw new Problem('weak_password', reason, { errors: [{ path, message: reason }] })
    },
    async close() {
      isClosed = true
      end()
      await last
      clearTimeout(idle)
    },
  }
}

const tooMany = () =>
  new Problem('busy', 'Too many passwords are being chosen at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  })

const tooSlow = () =>
  new Problem('busy', 'Judging this password takes too long at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '5' },
  })
