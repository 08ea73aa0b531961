import { hashSync, parseOptions, verifySync } from '@node-rs/bcrypt'

/** One task of a hashing thread. `hash` is what the database keeps of the user, null when there is no such user. */
export type PasswordTask =
  | { kind: 'hash'; password: string; cost: number }
  | { kind: 'verify'; password: string; hash: string | null; cost: number }

/** bcrypt reads 72 bytes and stops at a NUL: of a longer password it would judge a part. */
function isWithinBcrypt(password: string): boolean {
  return Buffer.byteLength(password) <= 72 && !password.includes('\0')
}

/** A well-formed hash that no password has. */
const nobodysHash = (cost: number) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`

const costOf = (hash: string) => {
  try {
    return parseOptions(hash).cost
  } catch {
    return undefined
  }
}

/**
 * Takes the time of one hash of `cost`, whether there is a hash, is none, or is one from when the cost was lower: the
 * costs from there up to the one below `cost` add up to exactly the rest.
 */
function verify(password: string, hash: string | null, cost: number): boolean {
  const stored = hash !== null && isWithinBcrypt(password) ? costOf(hash) : undefined
  if (hash === null || stored === undefined) {
    verifySync(password, nobodysHash(cost))
    return false
  }
  const isRight = verifySync(password, hash)
  for (let at = stored; !isRight && at < cost; at += 1) verifySync(password, nobodysHash(at))
  return isRight
}

/**
 * Runs in a thread of its own, where taking a quarter of a second keeps nobody waiting. Keyboards write `ä` as one
 * character or as two; for us it is one.
 */
export default function work(task: PasswordTask): string | boolean {
  const password = task.password.normalize('NFC')
  if (task.kind === 'verify') return verify(password, task.hash, task.cost)
  if (!isWithinBcrypt(password)) throw new RangeError('The password is longer than bcrypt reads.')
  return hashSync(password, { cost: task.cost })
}
