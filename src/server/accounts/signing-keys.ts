import { createHash, webcrypto } from 'node:crypto'
import type { Home } from '../home.ts'
import { readOrCreateSecret } from '../secret-file.ts'

/** A key that signs tokens, and the name by which a token says that it was this one. */
export interface SigningKey {
  id: string
  key: webcrypto.CryptoKey
}

/** The keys of an installation: one signs, every one of them is believed. */
export interface SigningKeys {
  current: SigningKey
  /** The key of this id; throws for one that is not ours. */
  get(id: string | undefined): webcrypto.CryptoKey
}

/** A key out of a secret of 256 bits in base64url. */
export async function signingKeyFrom(secret: string): Promise<SigningKey> {
  const bytes = Buffer.from(secret, 'base64url')
  const key = await webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ])
  return { id: createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 12), key }
}

/** The keys of the home, the first made when it is first asked for. */
export async function openSigningKeys(home: Home): Promise<SigningKeys> {
  const current = await signingKeyFrom(await readOrCreateSecret(home, 'access-token-key'))
  return {
    current,
    get(id) {
      if (id === current.id) return current.key
      throw new Error('No signing key has this id.')
    },
  }
}
