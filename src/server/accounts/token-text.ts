import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Every personal access token begins so, and nothing else does. */
export const tokenPrefix = 'dl_'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 43
const checksumLength = 6
const pattern = new RegExp(`^${tokenPrefix}([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`)

/**
 * A new personal access token: the prefix, 256 random bits in base 62, and a CRC-32 of what stands before it, so that a
 * scanner of leaked secrets, and we, can tell a token from a mistyped one without asking the database.
 */
export function newTokenText(): string {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength)
  return `${tokenPrefix}${secret}${checksumOf(secret)}`
}

/** Whether a text has the form and the checksum of a personal access token. */
export function isTokenText(text: string): boolean {
  const [, secret, checksum] = pattern.exec(text) ?? []
  return secret !== undefined && checksumOf(secret) === checksum
}

/** What the database keeps of a token: 256 random bits cannot be guessed, so one round of SHA-256 is enough. */
export function hashToken(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function checksumOf(secret: string): string {
  return base62(BigInt(crc32(`${tokenPrefix}${secret}`)), checksumLength)
}

function base62(number: bigint, length: number): string {
  let text = ''
  for (let rest = number; rest > 0n; rest /= 62n) text = alphabet[Number(rest % 62n)] + text
  return text.padStart(length, '0')
}
