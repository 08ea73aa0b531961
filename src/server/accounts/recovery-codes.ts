import { createHash, randomBytes } from 'node:crypto'

const count = 10
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16

/** Ten codes of 80 random bits for whoever loses their authenticator app: sixteen characters in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    const characters = [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('')
    return characters.replace(/.{4}(?=.)/g, '$&-')
  })
}

/** What the database keeps of a code as it was typed, or undefined for what cannot be one; 80 random bits need no salt. */
export function hashRecoveryCode(typed: string): string | undefined {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
  if (code.length !== length || [...code].some((character) => !alphabet.includes(character))) return undefined
  return createHash('sha256').update(code).digest('hex')
}
