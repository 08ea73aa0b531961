import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

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
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(predecessor), nonce)
  const sealed = Buffer.concat([cipher.update(successor.secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The token that `sealSuccessor` locked away. */
export function unsealSuccessor(sealed: string, predecessor: RefreshToken): RefreshToken {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(predecessor), bytes.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(bytes.subarray(12, 28))
  const secret = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  return { family: predecessor.family, secret }
}

function sealingKey({ secret }: RefreshToken): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'datalens refresh successor', 32))
}
