import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { sealText, unsealText } from '../sealed-text.ts'

/**
 * A refresh token as its owner holds it: the secret of its family, the same through all exchanges of one session, and a
 * secret of its own. The family tells an old token of a session from one that never was.
 */
export interface RefreshToken {
  family: string
  secret: string
}

const familyBytes = 16
const secretBytes = 32
const pattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/** The first token of a new family, or the next of the given one. */
export function newRefreshToken(family: string = randomBytes(familyBytes).toString('base64url')): RefreshToken {
  return { family, secret: randomBytes(secretBytes).toString('base64url') }
}

/** The token as it stands in the cookie. */
export function writeRefreshToken({ family, secret }: RefreshToken): string {
  return `${family}.${secret}`
}

/** The token in a cookie; undefined when there is none that we could have made. */
export function readRefreshToken(text: string | undefined): RefreshToken | undefined {
  const [, family, secret] = pattern.exec(text ?? '') ?? []
  return family && secret ? { family, secret } : undefined
}

/** What the database keeps of a family or of a secret: both are long and random, so one round of SHA-256 is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Locks a token away so that only who holds its predecessor can have it: the database alone cannot. */
export function sealSuccessor(successor: RefreshToken, predecessor: RefreshToken): string {
  return sealText(sealingKey(predecessor), successor.secret)
}

/** The token that `sealSuccessor` locked away. */
export function unsealSuccessor(sealed: string, predecessor: RefreshToken): RefreshToken {
  return { family: predecessor.family, secret: unsealText(sealingKey(predecessor), sealed) }
}

function sealingKey({ secret }: RefreshToken): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'datalens refresh successor', 32))
}
